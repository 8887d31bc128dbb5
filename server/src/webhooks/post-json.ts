import { Agent, request } from 'undici'

const TIMEOUT_MILLIS = 5_000

let opened: Promise<Agent> | undefined

/** No redirects, no proxies, five seconds. Loaded with the first message: most servers have no webhook. */
async function openAgent(): Promise<Agent> {
  const { guardedLookup } = await import('lipservice/posthog-api')
  return new Agent({
    connect: { lookup: guardedLookup, timeout: TIMEOUT_MILLIS },
    headersTimeout: TIMEOUT_MILLIS,
    bodyTimeout: TIMEOUT_MILLIS,
    keepAliveTimeout: 1,
  })
}

/** Sends JSON to a URL that was allowed. @throws unless it answers 2xx */
export async function postJson(url: string, body: object): Promise<void> {
  opened ??= openAgent()
  const agent = await opened
  const { statusCode, body: answer } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'lipservice-server' },
    body: JSON.stringify(body),
    dispatcher: agent,
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  })
  await answer.dump({ limit: 16_384 })
  if (statusCode < 200 || statusCode > 299) throw new Error(`it answered ${statusCode}`)
}
