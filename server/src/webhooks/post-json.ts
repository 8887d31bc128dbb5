import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import { isPrivate } from './allowed-target.js'

const TIMEOUT_MILLIS = 5_000

/** Resolves names for the connection itself, so that the address that was checked is the one that is connected to. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }).then(
    (addresses) => {
      const refused = addresses.find(({ address }) => isPrivate(address))
      if (refused !== undefined) {
        callback(new Error(`${hostname} leads to the private address ${refused.address}`), '', 0)
        return
      }
      if (options.all) callback(null, addresses)
      else callback(null, addresses[0]!.address, addresses[0]!.family)
    },
    (error: Error) => callback(error as NodeJS.ErrnoException, '', 0),
  )
}

/** No redirects, no proxies, five seconds. */
const agent = new Agent({
  connect: { lookup: guardedLookup, timeout: TIMEOUT_MILLIS },
  headersTimeout: TIMEOUT_MILLIS,
  bodyTimeout: TIMEOUT_MILLIS,
  keepAliveTimeout: 1,
})

/** Sends JSON to a URL that was allowed. @throws unless it answers 2xx */
export async function postJson(url: string, body: object): Promise<void> {
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
