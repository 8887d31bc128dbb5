import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ExitRequest } from '../../../src/delivery/delivery.js'
import { postAtExit } from '../../../src/runtime/process-end/exit-post.js'

/** A backend on a thread of its own, because this one waits: a path is a list of answers, the last one for all that follow. */
const BACKEND = `
const { parentPort } = require('node:worker_threads')
const asked = []
const server = require('node:http').createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    const { 'content-encoding': encoding, authorization } = request.headers
    const before = asked.filter(({ path }) => path === request.url).length
    const body = Buffer.concat(chunks)
    const text = String(encoding === 'gzip' ? require('node:zlib').gunzipSync(body) : body)
    asked.push({ path: request.url, encoding, authorization, text })
    const answers = request.url.slice(1).split(',')
    const [status, retryAfter] = answers[Math.min(before, answers.length - 1)].split(';')
    if (status === 'plain') response.writeHead(encoding === 'gzip' ? 415 : 200).end()
    else if (status !== 'hang') response.writeHead(Number(status), retryAfter && { 'retry-after': retryAfter }).end()
  })
}).listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
parentPort.on('message', () => parentPort.postMessage(asked))
`

describe('a post at the exit', () => {
  let backend: Worker
  let url: string
  beforeEach(async () => {
    backend = new Worker(BACKEND, { eval: true })
    url = `http://127.0.0.1:${(await once(backend, 'message'))[0]}`
  })
  afterEach(async () => {
    await backend.terminate()
  })

  const to = (answers: string, over: Partial<ExitRequest> = {}): ExitRequest => ({
    url: `${url}/${answers}`,
    headers: { authorization: 'Bearer key' },
    body: Buffer.from(`for ${answers}`),
    gzip: true,
    ...over,
  })
  const asked = async (): Promise<{ path: string; encoding?: string; authorization?: string; text: string }[]> => {
    backend.postMessage('asked')
    return (await once(backend, 'message'))[0]
  }

  it('answers the status of each request, in order, whatever their number', async () => {
    const statuses = ['200', '400', '413', '401', '202', '200', '204']
    expect(
      postAtExit(
        statuses.map((status) => to(status, { gzip: false })),
        10_000,
      ),
    ).toEqual(statuses.map(Number))
    expect((await asked()).map(({ text }) => text).toSorted()).toEqual(
      statuses.map((status) => `for ${status}`).toSorted(),
    )
  })

  it('sends headers and body, compressed', async () => {
    expect(postAtExit([to('200')], 10_000)).toEqual([200])
    expect(await asked()).toEqual([{ path: '/200', encoding: 'gzip', authorization: 'Bearer key', text: 'for 200' }])
  })

  it('asks once without compression where that is refused', async () => {
    expect(postAtExit([to('plain')], 10_000)).toEqual([200])
    expect((await asked()).map(({ encoding }) => encoding)).toEqual(['gzip', undefined])
  })

  it.each(['503', '500', '429', '408'])('tries again after %s, as long as there is time', (status) => {
    expect(postAtExit([to(`${status},${status},200`)], 10_000)).toEqual([200])
  })

  it('stops where it is told to wait', async () => {
    expect(postAtExit([to('429;30,200')], 10_000)).toEqual([429])
    expect(await asked()).toHaveLength(1)
  })

  it('gives up at its deadline, and answers 0 for what nobody answered', () => {
    expect(postAtExit([to('hang')], 300)).toEqual([0])
  })

  it('answers 0 where nobody listens, and never throws', () => {
    expect(postAtExit([to('200', { url: 'http://127.0.0.1:9/' }), to('200', { url: 'no url' })], 300)).toEqual([0, 0])
  })
})
