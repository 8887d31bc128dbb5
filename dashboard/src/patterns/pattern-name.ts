import type { Pattern } from './pattern-view.js'

/** A pattern as a link names it: the check may be left out. */
export type PatternName = Pick<Pattern, 'service' | 'signature' | 'check'>

/** Returns whether a link names a row. */
export const isNamed = (row: PatternName, { service, signature, check }: PatternName): boolean =>
  row.service === service && row.signature === signature && (check === null || row.check === check)

/** What tells a pattern from all others. */
export const keyOf = ({ service, signature, check }: PatternName): string => `${signature} ${check ?? ''} ${service}`
