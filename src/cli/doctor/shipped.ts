import { publicUrl } from '../../internal/public-text.js'
import { bytes, count } from '../terminal/numbers.js'
import type { App } from './app/app.js'
import { resolvedOf } from './resolved.js'

/** Returns what this app would send, and what it would not, in two sentences. */
export function shippedBy(app: App): string {
  const { options, problem } = resolvedOf(app)
  if (options === undefined) return `Nothing would be sent by these variables alone: ${problem}.`
  const { destination, mode, budget, lipserviceUrl, spool, serviceName } = options
  if (destination.kind !== 'otlp')
    return `Nothing would be sent by these variables alone: ${destination.kind === 'none' ? destination.because : 'code decides'}.`
  const where = `${destination.settings.name} at ${publicUrl(destination.url)}`
  const limit =
    mode === 'off' || mode === 'shadow'
      ? 'all records'
      : budget === undefined
        ? 'of each pattern about the square root of its records'
        : `as much as a budget of ${budgetText(budget)} takes`
  const policies = lipserviceUrl === undefined ? '' : `, by policies of ${publicUrl(lipserviceUrl)}`
  const shadow = mode === 'shadow' ? ' (shadow mode)' : ''
  const place = spool === undefined ? 'in memory' : 'on disk'
  return `${serviceName} would send ${limit}${policies}, and every error, to ${where}${shadow}. Errors wait ${place} until they are taken.`
}

function budgetText(budget: { readonly unit: string; readonly perSecond: number }): string {
  return budget.unit === 'records'
    ? `${count(budget.perSecond)} records a second`
    : `${bytes(budget.perSecond * 86_400)} a day`
}
