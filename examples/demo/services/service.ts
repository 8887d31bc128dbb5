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

/** Does `work` every so many milliseconds, the first time after as many. Returns what ends it. */
export type Every = (millis: number, work: () => void) => () => void

/** Where a service's own log goes, a line at a time. */
export type Write = (line: string) => void

/** Without `write` its own log goes nowhere: what the demo shows is what is shipped. */
export type StartService = (logging: AdaptiveLogging, every: Every, write?: Write) => Promise<Service>
