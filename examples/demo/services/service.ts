import type { AdaptiveLogging } from 'lipservice'

/** A service of the demo, running. It knows nothing of LipService. */
export interface Service {
  /** Where it takes requests, if it does. */
  readonly url?: string
  /** Counted by the service itself, where it logs them. */
  errorsLogged(): number
  /** Logs the one line that must not get lost. */
  rareEvent?(): void
  /** From now on something goes wrong with it. */
  incident?(): void
  stop(): Promise<void>
}

export type StartService = (logging: AdaptiveLogging) => Promise<Service>
