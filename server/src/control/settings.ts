import { type LifeTimes, liveSecondsOf } from '../budgets/living.js'
import type { Config } from '../config.js'
import type { RolloutTimes } from '../rollouts/rollout-times.js'

/** What the control loop goes by. Times are whole seconds. */
export interface ControlSettings extends RolloutTimes {
  readonly usdPerGb: number
  /** Silence that ends an instance. */
  readonly liveSeconds: number
  /** How much of the past says what is to be expected. */
  readonly demandWindowSeconds: number
  /** A service that is younger gets no policy. */
  readonly minHistorySeconds: number
  /** Between two changes of rates, but for urgent ones. */
  readonly reviseSeconds: number
}

/** Reports come up to a fifth later than they are asked for. */
const REPORT_JITTER = 1.2
/** For the way to the server and into the database. */
const TRANSPORT_SECONDS = 5

export function controlSettingsOf(config: Config): ControlSettings {
  const report = config['report-seconds']
  const flush = config['flush-seconds']
  const life: LifeTimes = { reportSeconds: report, transportSeconds: Math.ceil(flush) + TRANSPORT_SECONDS }
  return {
    usdPerGb: config['usd-per-gb'],
    lagSeconds: Math.ceil(report * REPORT_JITTER + flush) + TRANSPORT_SECONDS,
    life,
    liveSeconds: liveSecondsOf(life),
    demandWindowSeconds: 3_600,
    minHistorySeconds: Math.ceil(config['history-seconds']),
    reviseSeconds: Math.ceil(config['revise-seconds']),
    refreshSeconds: Math.ceil(config['refresh-seconds']),
    shadowSeconds: Math.ceil(config['shadow-seconds']),
    canarySeconds: Math.ceil(config['canary-seconds']),
    watchSeconds: Math.ceil(config['watch-seconds']),
  }
}
