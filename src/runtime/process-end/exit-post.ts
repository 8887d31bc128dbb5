import { Worker } from 'node:worker_threads'
import type { ExitRequest } from '../../delivery/delivery.js'

const MAX_CONNECTIONS = 4
const RETRY_DELAY_MILLIS = 100
const DONE = 0

/**
 * Plain JavaScript, because it has to run from a string: a file of its own would be missing in a bundled app. It takes `fetch`,
 * which every supported Node.js has.
 */
const WORKER = `
const { workerData } = require('node:worker_threads')
const { gzipSync } = require('node:zlib')
const { requests, state, timeoutMillis } = workerData
const deadline = Date.now() + timeoutMillis
let next = 0
let gzipRefused = false
let toldToWait = false
async function send({ url, headers, body }, gzip) {
  const signal = AbortSignal.timeout(Math.max(1, deadline - Date.now()))
  const init = { method: 'POST', redirect: 'error', signal, headers: { ...headers, ...(gzip && { 'content-encoding': 'gzip' }) } }
  const response = await fetch(url, { ...init, body: gzip ? gzipSync(body, { level: 1 }) : body })
  if (response.headers.has('retry-after')) toldToWait = true
  return response.status
}
async function post(request) {
  const gzip = request.gzip && !gzipRefused
  const status = await send(request, gzip)
  if (!gzip || (status !== 400 && status !== 415)) return status
  const plain = await send(request, false)
  if (plain >= 200 && plain < 300) gzipRefused = true
  return plain
}
async function run() {
  for (let i = next++; i < requests.length; i = next++) {
    for (;;) {
      if (toldToWait) return
      const status = await post(requests[i]).catch(() => 0)
      Atomics.store(state, i + 1, status)
      const isOver = (status >= 200 && status < 500 && status !== 429 && status !== 408) || Date.now() >= deadline
      if (isOver) break
      await new Promise((resolve) => setTimeout(resolve, ${RETRY_DELAY_MILLIS}))
    }
  }
}
Promise.all(Array.from({ length: ${MAX_CONNECTIONS} }, run)).finally(() => {
  Atomics.store(state, ${DONE}, 1)
  Atomics.notify(state, ${DONE})
})
`

/**
 * Posts in a process that is about to end and runs no asynchronous code any more: a worker does it while this thread waits.
 * Returns for each request the status of its last response; 0 without one. Never throws.
 */
export function postAtExit(requests: readonly ExitRequest[], timeoutMillis: number): readonly number[] {
  const state = new Int32Array(new SharedArrayBuffer(4 * (requests.length + 1)))
  try {
    const worker = new Worker(WORKER, {
      eval: true,
      workerData: { requests, state, timeoutMillis },
      // Neither preloads nor our own zero-code entry again.
      execArgv: [],
      env: {},
      stdout: true,
      stderr: true,
    })
    worker.on('error', () => {})
    worker.unref()
    Atomics.wait(state, DONE, 0, timeoutMillis)
  } catch {
    // No thread to be had: what is not on disk is lost, as it would be without this.
  }
  return requests.map((_, i) => Atomics.load(state, i + 1))
}
