import type { Failed, PostHogApi } from 'lipservice/posthog-api'
import type { PostHogJobName, StoredConnection } from '../../store/contracts/posthog.js'
import type { PostHogModule } from '../open-posthog.js'

/** What a job has for one run. */
export interface JobRun {
  readonly connection: StoredConnection
  /** Of the connection; shared by its jobs, so that they keep one pace. */
  readonly api: PostHogApi
  readonly posthog: PostHogModule
  /** Ends the run: another leads, the server stops, or it takes too long. */
  readonly signal: AbortSignal
}

/** How a run ended. `counts`: what it did, for people. `idle`: there was nothing to do, and PostHog was not asked. */
export type JobEnd =
  | { readonly outcome: 'idle'; readonly nextSeconds: number }
  | { readonly outcome: 'ok'; readonly counts: Readonly<Record<string, number>>; readonly nextSeconds: number }
  | (Pick<Failed, 'outcome' | 'message' | 'retryAfterMs'> & {
      /** It is tried again within so long, but for what PostHog asks to wait. */
      readonly maxRetrySeconds?: number | undefined
    })

/** Work that is done for each team that has a connection. */
export interface PostHogJob {
  readonly name: PostHogJobName
  /** How long a run may take. */
  readonly maxSeconds: number
  /** @throws only where the server itself fails, such as its database */
  run(run: JobRun): Promise<JobEnd>
}
