import type { AdaptiveLoggingStats } from '../instance/adaptive-logging.js'
import type { Diag } from '../internal/diag.js'
import { publicUrl } from '../internal/public-text.js'
import type { Timers } from '../internal/timer.js'
import type { ResolvedOptions } from '../options/resolve-options.js'

export interface LifeMessageParts {
  readonly options: ResolvedOptions
  readonly diag: Diag
  readonly timers: Timers
  /** Names of the loggers that are wrapped by now. */
  readonly loggers: () => readonly string[]
}

/** One line when logging starts, and one when it ends. */
export interface LifeMessages {
  /** Once. */
  ended(stats: AdaptiveLoggingStats): void
}

/** The first line comes when the work of this tick is done: loggers are wrapped by then, or mostly. */
export function createLifeMessages({ options, diag, timers, loggers }: LifeMessageParts): LifeMessages {
  let isStarted = false
  let isEnded = false
  const start = () => {
    if (isStarted) return
    isStarted = true
    const names = ['OpenTelemetry', ...loggers()].join(', ')
    diag.once('started', {
      service: options.serviceName,
      destination: destinationOf(options),
      policy: policyOf(options),
      loggers: names,
    })
  }
  const timer = timers.after(0, start)
  return {
    ended({ seen, kept, delivery }) {
      if (isEnded) return
      isEnded = true
      timer.cancel()
      start()
      const { delivered, pending, dropped } = delivery
      const { error_collapsed: collapsed, ...losses } = dropped
      const lost = Object.values(losses).reduce((sum, count) => sum + count, 0)
      const rest = [collapsed > 0 && `, ${collapsed} in summaries`, pending > 0 && `, ${pending} waiting`]
      diag.once('ended', { seen, kept, delivered, lost, rest: rest.filter(Boolean).join('') })
    },
  }
}

function destinationOf({ destination }: ResolvedOptions): string {
  switch (destination.kind) {
    case 'otlp':
      return `${destination.settings.name} at ${publicUrl(destination.url)}`
    case 'exporter':
      return "an exporter of the app's"
    case 'provider':
      return "the app's own LoggerProvider"
    case 'none':
      return 'nowhere'
  }
}

function policyOf({ mode, lipserviceUrl, budget }: ResolvedOptions): string {
  if (mode === 'off') return 'sampling is off, all are kept'
  const inForce = budget === undefined ? 'square-root thinning' : 'a budget'
  const policy =
    lipserviceUrl === undefined ? inForce : `policies of ${publicUrl(lipserviceUrl)}, until then ${inForce}`
  return mode === 'shadow' ? `in shadow mode, all are kept; ${policy}` : policy
}
