import type * as PostHog from 'lipservice/posthog-api'
import type { PostHogApi, PostHogApiOptions } from 'lipservice/posthog-api'
import type { ConnectionPlace } from '../store/contracts/posthog.js'
import type { KeyKeeper } from './connection-keys.js'

/** What of PostHog's API is used here. */
export type PostHogModule = typeof PostHog

/** Loads it. Nothing of it is in the memory of a server that has no connection. */
export type LoadPostHog = () => Promise<PostHogModule>

export const loadPostHog: LoadPostHog = () => import('lipservice/posthog-api')

/** What differs between one who waits for an answer and a job in the background. */
export type HowToAsk = Pick<PostHogApiOptions, 'tries' | 'timeoutMillis' | 'signal' | 'pace'>

/** Who waits for an answer does not wait long. */
export const PATIENCE = { tries: 1, timeoutMillis: 8_000 } as const satisfies HowToAsk

/** Opens the API of a connection; `problem`: there is no key, or the place cannot be. Closing it is up to who opened it. */
export type OpenPostHog = (
  place: ConnectionPlace,
  how?: HowToAsk,
) => Promise<PostHogApi | { readonly problem: string; readonly isKey: boolean }>

export function createOpenPostHog(keeper: KeyKeeper, hosts: readonly string[], load: LoadPostHog): OpenPostHog {
  return async (place, how = {}) => {
    const keys = await keeper.keysOf(place)
    if ('problem' in keys) return { problem: keys.problem, isKey: true }
    const { createPostHogApi } = await load()
    const { host, ingestHost, project } = place
    // An address of this machine is PostHog's where the operator has named it, port and all.
    for (const [name, url] of [
      ['host', host],
      ['ingest_host', ingestHost],
    ] as const)
      if (isPlain(url) && !hosts.includes(hostOf(url)))
        return {
          problem: `${name} must begin with https://, or be on the --posthog-hosts of this server`,
          isKey: false,
        }
    try {
      return createPostHogApi({
        ...how,
        host,
        ...(ingestHost !== '' && { ingestHost }),
        project,
        personalApiKey: keys.personalApiKey,
        ...(keys.projectApiKey !== undefined && { projectApiKey: keys.projectApiKey }),
        allowedHosts: hosts,
        allowLoopback: isPlain(host) || isPlain(ingestHost),
      })
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      return { problem: inOurWords(error.message), isKey: /ApiKey/.test(error.message) }
    }
  }
}

const isPlain = (host: string): boolean => /^http:/i.test(host)
const hostOf = (host: string): string => (URL.canParse(host) ? new URL(host).host : '')

/** Options are named as the body of a request has them. */
const inOurWords = (message: string): string =>
  message
    .replace('personalApiKey', 'personal_api_key')
    .replace('ingestHost', 'ingest_host')
    .replace('allowedHosts', 'the --posthog-hosts of this server')
