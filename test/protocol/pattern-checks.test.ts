import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NamesPatterns, packPatternChecks, parsePolicy, readPatternChecks } from '../../src/protocol.js'

const hex = fc.stringMatching(/^[0-9a-f]{16}$/)
const check = hex.filter((digits) => !/^0+$/.test(digits))

describe('the packed checks of a policy', () => {
  it('come back as they were, in whatever order an object has its keys', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(hex, fc.option(check, { nil: undefined })), { maxLength: 20 }),
        fc.uniqueArray(fc.tuple(hex, fc.option(check, { nil: undefined })), { maxLength: 20, selector: ([id]) => id }),
        fc.nat(20),
        (keep, rated, split) => {
          const ids = rated.map(([id]) => id)
          const policy: NamesPatterns = {
            keep_patterns: keep.map(([id]) => id),
            pattern_rates: Object.fromEntries(ids.slice(0, split).map((id) => [id, 0.5])),
            pattern_values: Object.fromEntries(ids.slice(Math.max(0, split - 3)).map((id) => [id, 2])),
          }
          const known = new Map(rated.filter((one): one is [string, string] => one[1] !== undefined))
          const checks = { keep: keep.map(([, one]) => one), rated: known }
          const packed = packPatternChecks(policy, checks)
          const pattern_checks = packed === '' ? undefined : packed
          expect(packed === '').toBe(keep.length + ids.length === 0)
          const reversed = Object.fromEntries(Object.entries(policy.pattern_rates!).reverse())
          const parsed = parsePolicy({ version: 1, ...policy, pattern_rates: reversed, pattern_checks })
          if (!parsed.ok) throw new Error(parsed.problem)
          expect(readPatternChecks(parsed.value)).toEqual(checks)
        },
      ),
    )
  })

  it('are those of keep_patterns first, as many as fit', () => {
    const policy = {
      keep_patterns: ['00000000000000aa', '00000000000000bb'],
      pattern_rates: { '00000000000000cc': 0.1 },
    }
    const checks = {
      keep: ['1111111111111111', '2222222222222222'],
      rated: new Map([['00000000000000cc', '3333333333333333']]),
    }
    const fitting = [0, 12, 24, 36].map((size) => {
      const pattern_checks = packPatternChecks(policy, checks, size)
      expect(pattern_checks.length).toBeLessThanOrEqual(size)
      const { keep, rated } = readPatternChecks({ ...policy, pattern_checks })
      return keep.filter((one) => one !== undefined).length + rated.size
    })
    expect(fitting).toEqual([0, 1, 2, 3])
  })

  it('are none where a policy has none, or less than a whole one', () => {
    const policy = { keep_patterns: ['00000000000000aa'] }
    for (const pattern_checks of ['AAAAAAAAAAA=', 'ERERERERERE=', 'ERER']) {
      const { keep } = readPatternChecks({ ...policy, pattern_checks })
      expect(keep).toEqual([pattern_checks === 'ERERERERERE=' ? '1111111111111111' : undefined])
    }
    expect(readPatternChecks({})).toEqual({ keep: [], rated: new Map() })
  })

  it.each([7, '', 'no base64!', 'ERE', 'A'.repeat(320_004)])(
    'are base64 of bounded length: not %j',
    (pattern_checks) => {
      expect(parsePolicy({ version: 1, pattern_checks })).toMatchObject({ ok: false })
    },
  )
})
