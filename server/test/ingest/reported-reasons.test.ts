import fc from 'fast-check'
import { DROP_REASONS, KEEP_REASONS } from 'lipservice/protocol'
import { describe, expect, it } from 'vitest'
import { MAX_UNKNOWN_REASONS, OTHER_REASON, ReportedReasons } from '../../src/ingest/reported-reasons.js'

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/
const known = new Set<string>([...KEEP_REASONS, ...DROP_REASONS])
const countsOf = (reasons: ReportedReasons, reported: Record<string, number>) =>
  Object.fromEntries(reasons.count(reported))

describe('reasons that records were kept or dropped for', () => {
  it('are counted as themselves, those of a newer SDK too', () => {
    const reported = { error: 1, failed_open: 2, trace: 3, rule_2: 4, silenced: 5 }
    expect(countsOf(new ReportedReasons([]), reported)).toEqual(reported)
  })

  it.each(['', 'Error', 'two words', 'a__b', '_a', 'a_', '1st', 'é', "x'; DROP TABLE audit", 'a'.repeat(33), 'other'])(
    'are counted as other where the name is none: %j',
    (name) => {
      expect(countsOf(new ReportedReasons([]), { [name]: 5 })).toEqual({ [OTHER_REASON]: 5 })
    },
  )

  it('are counted as other beyond the bound of a service, and those from before go on', () => {
    const reasons = new ReportedReasons(['from_before'])
    for (let i = 1; i < MAX_UNKNOWN_REASONS; i++) reasons.count({ [`new_${i}`]: 1 })
    expect(countsOf(reasons, { one_more: 1, two_more: 2, new_1: 3, from_before: 4, novel: 5 })).toEqual({
      [OTHER_REASON]: 3,
      new_1: 3,
      from_before: 4,
      novel: 5,
    })
  })

  it('lose no record and stay bounded, whatever reports say', () => {
    const report = fc.dictionary(
      fc.oneof(
        fc.string({ maxLength: 32 }),
        fc.stringMatching(/^[a-z_]{1,8}$/),
        fc.constantFrom(...KEEP_REASONS, ...DROP_REASONS),
      ),
      fc.nat(1_000_000),
      { maxKeys: 64 },
    )
    fc.assert(
      fc.property(fc.array(report, { maxLength: 20 }), (reports) => {
        const reasons = new ReportedReasons([])
        const names = new Set<string>()
        for (const reported of reports) {
          const counts = reasons.count(reported)
          const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0)
          expect(sum(counts.values())).toBe(sum(Object.values(reported)))
          for (const name of counts.keys()) names.add(name)
        }
        expect(names.size).toBeLessThanOrEqual(known.size + MAX_UNKNOWN_REASONS + 1)
        for (const name of names) expect(name).toMatch(NAME)
      }),
    )
  })
})
