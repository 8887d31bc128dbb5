import { HOUR_SECONDS } from '../../posthog/history/next-step.js'
import { UsageError } from '../command/usage-error.js'

/** The last records may still be on their way. */
const LATE_SECONDS = 15 * 60

/** Returns the options that say which hours of a project's logs are read, and how. */
export const historyArgs = (maxHours: number, hours: number) => ({
  hours: {
    type: 'string' as const,
    description: `Whole hours that are read, 1–${maxHours}`,
    default: String(hours),
    valueHint: 'N',
  },
  service: { type: 'string' as const, description: 'Only these services, with commas', valueHint: 'A,B,…' },
  mode: {
    type: 'enum' as const,
    options: ['auto', 'exact', 'sample'],
    description: 'Whether large hours may be sampled',
    default: 'auto',
  },
})

/** Returns the end of the last hour that is over for 15 minutes, epoch seconds. */
export const lastHour = (epochMillis: number): number =>
  Math.floor((epochMillis / 1_000 - LATE_SECONDS) / HOUR_SECONDS) * HOUR_SECONDS

/** Returns names of services. @throws UsageError for an empty one */
export function servicesOf(text: string | undefined): string[] | undefined {
  const names = text?.split(',').map((name) => name.trim())
  if (names?.some((name) => name === ''))
    throw new UsageError(`--service must be names with commas between; got '${text}'`)
  return names
}
