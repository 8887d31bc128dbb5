import { describe, expect, it } from 'vitest'
import { worthAsking } from '../../src/meanings/worth-asking.js'
import type { StoredVerdict } from '../../src/store/contracts/models.js'
import type { StoredOverride } from '../../src/store/contracts/overrides.js'
import { type PatternActivity, patternName } from '../../src/store/store.js'
import { signatureOf } from '../support/reports.js'

const DAY = 86_400
/** Noon. */
const NOW = 200 * DAY + DAY / 2

const pattern = (i: number, rest: Partial<PatternActivity> = {}): PatternActivity => ({
  signature: signatureOf(i),
  check: '',
  template: `line ${i}`,
  severity: 'INFO',
  class: 'unknown',
  firstSeen: NOW - DAY,
  seen: 100,
  kept: 100,
  bytes: 1_000,
  keptBytes: 1_000,
  errors: 0,
  ...rest,
})
const verdict = (i: number, rest: Partial<StoredVerdict> = {}): StoredVerdict => ({
  teamId: 1,
  service: 's',
  signature: signatureOf(i),
  check: '',
  model: 'm',
  promptVersion: 1,
  severity: 'INFO',
  wordClass: 'unknown',
  a: { class: 'audit', sure: true },
  b: { class: 'audit', sure: true },
  why: '',
  bytesPerDay: 1,
  attempts: 0,
  askedAt: NOW - 2 * DAY,
  decided: undefined,
  decidedBy: '',
  decidedAt: 0,
  ...rest,
})
const asked = (
  activity: readonly PatternActivity[],
  verdicts: readonly StoredVerdict[] = [],
  overrides: readonly Partial<StoredOverride>[] = [],
) => {
  const known = new Map(verdicts.map((one) => [patternName(one), one]))
  const found = worthAsking({ activity, known, overrides: overrides as StoredOverride[], now: NOW })
  return found.map((one) => Number.parseInt(one.pattern.signature, 16))
}
const many = (count: number, rest: Partial<PatternActivity> = {}) =>
  Array.from({ length: count }, (_, i) => pattern(i + 1, rest))

describe('what is worth asking', () => {
  it('is what is not small, or protected by its words, and has been there for ten minutes', () => {
    const small = pattern(3, { bytes: 10 })
    expect(asked([pattern(1), pattern(2), small])).toEqual([1, 2])
    expect(asked([pattern(1), pattern(2), { ...small, class: 'security' }])).toEqual([1, 2, 3])
    expect(asked([pattern(1, { firstSeen: NOW - 599 }), pattern(2, { firstSeen: NOW - 600 })])).toEqual([2])
  })

  it('is no error, nothing without a text, and nothing of which a person has spoken', () => {
    const activity = [
      pattern(1, { class: 'error', severity: 'ERROR' }),
      pattern(2, { template: '__other__' }),
      pattern(3, { template: '(deleted)' }),
      pattern(4),
      pattern(5, { check: signatureOf(99) }),
      pattern(6, { check: signatureOf(98) }),
    ]
    const of = (i: number, check = '') => ({ signature: signatureOf(i), check })
    expect(asked(activity)).toEqual([4, 5, 6])
    expect(asked(activity, [], [of(4), of(5), of(6, signatureOf(1))])).toEqual([6])
  })

  it('is each once, and again after 90 days; never again what a person decided', () => {
    const activity = [pattern(1)]
    expect(asked(activity, [verdict(1)])).toEqual([])
    expect(asked(activity, [verdict(1, { askedAt: NOW - 90 * DAY + 1 })])).toEqual([])
    expect(asked(activity, [verdict(1, { askedAt: NOW - 90 * DAY })])).toEqual([1])
    for (const decided of ['accepted', 'refused'] as const)
      expect(asked(activity, [verdict(1, { askedAt: 0, decided })])).toEqual([])
  })

  it('is 36 at once, and 50 a day of a service', () => {
    expect(asked(many(80))).toHaveLength(36)
    const today = (count: number) => many(count).map((_, i) => verdict(1_000 + i, { askedAt: NOW - 60 }))
    expect(asked(many(80), today(36))).toHaveLength(14)
    expect(asked(many(80), today(50))).toEqual([])
    // Yesterday's do not count.
    expect(
      asked(
        many(80),
        today(50).map((one) => ({ ...one, askedAt: NOW - DAY })),
      ),
    ).toHaveLength(36)
  })

  it.each([
    [1, 3_600, 10],
    [2, 3_600, 2],
    [3, 7 * DAY, 2],
    [9, 7 * DAY, 2],
  ])('is, where %i answers came to nothing, after %i seconds among %i at most', (attempts, seconds, size) => {
    const refused = (askedAt: number) =>
      many(20).map((_, i) => verdict(i + 1, { a: undefined, b: undefined, attempts, askedAt }))
    // Of yesterday: what was asked about today counts against the day.
    const since = NOW - Math.max(seconds, DAY)
    expect(asked(many(20), refused(NOW - seconds + 1))).toEqual([])
    expect(asked(many(20), refused(since))).toHaveLength(size)
  })
})
