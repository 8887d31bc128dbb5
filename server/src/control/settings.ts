import type { Config } from '../config.js'

/** What the control loop goes by. Times in whole seconds. */
export interface ControlSettings {
  readonly usdPerGb: number
  /** Counts of a minute are complete so long after its end. */
  readonly lag: number
  /** An instance that reported within this time lives. */
  readonly live: number
  /** How much of the past says what is to be expected. */
  readonly demand: number
  /** No policy for a service that is younger. */
  readonly history: number
  /** Between two changes of rates. */
  readonly revise: number
  /** Between the polls of an SDK. */
  readonly refresh: number
  readonly shadow: number
  readonly canary: number
  /** After a plan is in force. */
  readonly watch: number
}

const REPORTS_MISSED = 3
const LEAST_LIVE = 30

export function controlSettingsOf(config: Config): ControlSettings {
  const report = config['report-seconds']
  return {
    usdPerGb: config['usd-per-gb'],
    lag: Math.ceil(report * 1.2 + config['flush-seconds']) + 5,
    live: Math.max(LEAST_LIVE, Math.ceil(REPORTS_MISSED * report + config['flush-seconds'])),
    demand: 3_600,
    history: Math.ceil(config['history-seconds']),
    revise: Math.ceil(config['revise-seconds']),
    refresh: Math.ceil(config['refresh-seconds']),
    shadow: Math.ceil(config['shadow-seconds']),
    canary: Math.ceil(config['canary-seconds']),
    watch: Math.ceil(config['watch-seconds']),
  }
}
