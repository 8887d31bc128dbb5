import type { AdaptiveLoggingStats, PolicyInForce } from 'lipservice'

/** What the demo tells its services. */
export interface ToService {
  readonly type: 'incident' | 'rare event' | 'mark' | 'stop'
}

export interface Progress {
  readonly stats: AdaptiveLoggingStats
  readonly policy: PolicyInForce
  /** Counted by the service itself. */
  readonly errorsLogged: number
}

/** What they tell it. `marked` and `stopped`: when everything that was kept until then has arrived. */
export type FromService =
  | { readonly type: 'ready'; readonly url: string | undefined }
  | ({ readonly type: 'progress' | 'marked' | 'stopped' } & Progress)
