import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Timers } from '../../../internal/timer.js'

/** What the browser brought back. */
export type Returned = { readonly code: string } | { readonly problem: string }

/** A door on loopback for the one answer of a browser. */
export interface Loopback {
  readonly redirectUri: string
  /** Resolves when the browser has come back, when time is up, or when it is stopped. Never rejects. */
  returned(timeoutMillis: number, signal: AbortSignal): Promise<Returned>
  close(): Promise<void>
}

const PATH = '/callback'
const MAX_ERROR = 100
/** What PostHog says when a person does not agree. */
const DENIED = 'access_denied'

/**
 * Opens a door that hears one answer, the first.
 *
 * @param state that the answer has to bring: what comes without it is somebody else's, and is not heard
 * @param port default: 0, any free one
 * @throws Error of the system if no port can be opened
 */
export async function openLoopback(state: string, timers: Timers, port = 0): Promise<Loopback> {
  let settle: (returned: Returned) => void = () => {}
  const answered = new Promise<Returned>((resolve) => {
    settle = resolve
  })
  let isAnswered = false
  const server: Server = createServer((request, response) => {
    const say = (status: number, words: string) =>
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(`${words}\n`)
    const url = URL.canParse(request.url ?? '', 'http://127.0.0.1')
      ? new URL(request.url!, 'http://127.0.0.1')
      : undefined
    if (request.method !== 'GET' || url?.pathname !== PATH) return say(404, 'Nothing is here.')
    if (url.searchParams.get('state') !== state) return say(400, 'This answer belongs to another question.')
    if (isAnswered) return say(410, 'This question was answered already.')
    isAnswered = true
    const code = url.searchParams.get('code')
    if (code === null || code.length > 2_048) {
      const error = url.searchParams.get('error')?.slice(0, MAX_ERROR)
      settle({ problem: error === DENIED ? 'nobody agreed in the browser' : (error ?? 'PostHog sent no code') })
      return say(200, 'PostHog was not connected. You can close this page.')
    }
    settle({ code })
    return say(200, 'PostHog is connected. You can close this page.')
  })
  server.maxConnections = 8
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`,
    returned(timeoutMillis, signal) {
      const timer = timers.after(timeoutMillis, () => settle({ problem: 'nobody came back in time' }), {
        keepAlive: true,
      })
      const stop = () => settle({ problem: 'it was stopped' })
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) stop()
      return answered.finally(() => {
        timer.cancel()
        signal.removeEventListener('abort', stop)
      })
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
