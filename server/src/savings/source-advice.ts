import {
  type Advice,
  adviceOf,
  BYTES_PER_GB,
  CLASSES,
  type LoggedPattern,
  type PatternClass,
} from 'lipservice/allocation'
import type { PatternSummary, Period } from '../store/store.js'

const MONTH_SECONDS = 30 * 86_400
/** Of a shorter time nothing of a month can be told. */
const MIN_SPAN_SECONDS = 3_600

/**
 * Returns what can be mended where it is logged, by what is paid for after sampling.
 *
 * @param now epoch seconds: a period that goes on counts up to it, and from the first pattern that there was
 * @param usdPerGb 0: no price is known
 */
export function sourceAdvice(
  patterns: readonly PatternSummary[],
  period: Period,
  now: number,
  usdPerGb: number,
): readonly Advice[] {
  const firstSeen = patterns.reduce((first, one) => Math.min(first, one.firstSeen), Number.POSITIVE_INFINITY)
  const span = Math.min(period.to, now) - Math.max(period.from, firstSeen)
  const usdPerByte = (usdPerGb / BYTES_PER_GB) * (MONTH_SECONDS / span)
  return adviceOf({
    patterns: patterns.map(loggedPattern),
    fields: [],
    usdPerByte: span >= MIN_SPAN_SECONDS && usdPerGb > 0 ? usdPerByte : undefined,
  })
}

function loggedPattern(found: PatternSummary): LoggedPattern {
  const { signature, check, template, severity, service, seen, kept, keptBytes, errors } = found
  const row = { signature, check, template, severity, class: classNamed(found.class), services: [service] }
  return { ...row, records: seen, sent: kept, bytes: keptBytes, errors }
}

/** A class that another version of the server wrote counts as `unknown`. */
function classNamed(name: string): PatternClass {
  return CLASSES.find((one) => one === name) ?? 'unknown'
}
