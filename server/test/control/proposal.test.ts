import { WORDS_VALUE } from 'lipservice/allocation'
import { type Policy, parsePolicy } from 'lipservice/protocol'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.js'
import { targetsOf } from '../../src/control/division.js'
import { type Proposal, propose } from '../../src/control/proposal.js'
import type { ServiceState } from '../../src/control/service-state.js'
import { controlSettingsOf } from '../../src/control/settings.js'
import { type Due, type Pace, patienceAfter } from '../../src/control/version-pace.js'
import { reasonToPublish } from '../../src/control/worth-publishing.js'
import { signatureOf, TEN } from '../support/reports.js'
import { demandedOf, livingOfIds, stateOf } from '../support/service-states.js'

const settings = controlSettingsOf(readConfig([], {}))
const NOTHING = new Map<string, number>()

function proposed(
  state: ServiceState,
  gigabytes: number,
  base?: Policy,
  rates: 'at once' | 'hold' = 'at once',
): Proposal {
  const service = state.service.name
  const budget = { teamId: 1, service, unit: 'gb_per_day', amount: gigabytes, updatedAt: 0, updatedBy: 'k' } as const
  const target = targetsOf([state], [budget], 0.25, TEN).get(state)!
  return propose({ state, target, settings, now: TEN, base, changes: NOTHING, rates })
}
const policyOf = ({ document }: Proposal) => ({ version: 1, issued_at: '', ...document }) as unknown as Policy

/** On a day with few versions, right after one. */
const paceOf = (rest: Partial<Pace> = {}): Pace => ({
  due: 'not yet',
  patience: 1,
  takesUrgent: true,
  takesGuarantees: true,
  ...rest,
})
const NOTHING_TAKEN = { takesUrgent: false, takesGuarantees: false } as const

describe('a proposal', () => {
  const patterns = [
    demandedOf(1, { perMinute: 60_000, template: 'GET <*> in <*>' }),
    demandedOf(2, { perMinute: 100, protection: 'security' }),
    demandedOf(3, { perMinute: 5, protection: 'errors' }),
    demandedOf(4, { perMinute: 20, isNews: true }),
  ]

  it('is a policy that SDKs take', () => {
    const parsed = parsePolicy({ ...proposed(stateOf('shop', patterns), 1).document, version: 1 })
    expect(parsed).toMatchObject({ ok: true })
  })

  it('divides the pace among the instances that live', () => {
    const bytes = (instances: string[]) =>
      policyOf(proposed(stateOf('shop', patterns, { living: livingOfIds(...instances) }), 1)).budget!.bytes_per_second
    expect(bytes(['a'])).toBeCloseTo(4 * bytes(['a', 'b', 'c', 'd']), 1)
    expect(bytes([])).toBe(bytes(['a']))
  })

  it('says in words what it does, and why', () => {
    const { reasoning } = policyOf(proposed(stateOf('shop', patterns), 1))
    expect(reasoning).toBe(
      'With 1 GB a day as the budget and 0 bytes of 1 GB spent today, 1.19 MB a minute may be kept now, by 2 instances. ' +
        '12 MB would be billed if all was kept, so that 90 % have to go. Errors always pass. ' +
        'Patterns kept whole: 1 of errors, 1 of security, 1 new or part of an incident. ' +
        "Thinned most: 'GET <*> in <*>' to at most 20 %. " +
        'The pace is even over the day: two days of history would tell the hours apart.',
    )
  })

  it('says so where a budget is too small for what must be kept', () => {
    const exempt = demandedOf(5, { protection: 'exempt' })
    const { reasoning } = policyOf(proposed(stateOf('shop', [...patterns, exempt]), 0.01))
    expect(reasoning).toMatch(/What must be kept whole takes more than that .* the budget will be exceeded/)
  })

  it('says so where everything fits', () => {
    const { reasoning } = policyOf(proposed(stateOf('shop', patterns), 1_000))
    expect(reasoning).toMatch(/12 MB would be billed if all was kept: nothing needs to be thinned\./)
  })

  it('corrects a budget by what is really spent, once a version is settled and while there is something to thin', () => {
    const before = proposed(stateOf('shop', patterns), 1)
    const planned = before.forecast.per_minute!
    const active = (stageAt: number) => ({
      version: 1,
      document: JSON.stringify(policyOf(before)),
      kind: 'plan' as const,
      stage: 'active' as const,
      stageAt,
      stageReason: '',
      stages: [],
      canaryShare: 0,
      forecast: JSON.stringify(before.forecast),
      createdAt: stageAt,
      createdBy: 'k',
      restoredFrom: undefined,
    })
    const gainAfter = (spent: number, seen: number, stageAt = TEN - 3_600) => {
      const current = { active: active(stageAt), candidate: undefined, newest: 1 }
      const lately = { bytes: spent * 5, records: 1, seconds: 300, seen: { bytes: seen * 5, records: 1 } }
      return proposed(stateOf('shop', patterns, { current, lately }), 1, policyOf(before)).forecast.gain
    }
    expect(gainAfter(planned * 0.81, planned * 10)).toBeCloseTo(1 / 0.9, 4)
    expect(gainAfter(planned * 100, planned * 1_000)).toBeCloseTo(1 / 1.25, 4)
    expect(gainAfter(planned * 0.81, planned * 0.9)).toBe(1)
    expect(gainAfter(planned * 0.81, planned * 10, TEN - 60)).toBe(1)
  })
})

describe('words of security', () => {
  const login = demandedOf(1, { perMinute: 5, protection: 'security' })
  const flood = demandedOf(2, { perMinute: 1e6, protection: 'security', template: 'password <*> password' })
  const rest = demandedOf(3, { perMinute: 60_000 })

  it('protect within a bound, which is said and published at once', () => {
    const before = proposed(stateOf('shop', [login, { ...flood, perMinute: 5 }, rest]), 1)
    expect(policyOf(before).keep_patterns).toEqual([login.signature, flood.signature])
    expect(before.forecast.kept_for).toBe('ss')
    const base = policyOf(before)
    const now = proposed(stateOf('shop', [login, flood, rest]), 1, base, 'hold')
    expect(reasonToPublish(base, now, before.forecast, paceOf(), TEN)).toBe('words alone keep too much whole')
    const policy = policyOf(now)
    expect(policy.keep_patterns).toEqual([login.signature])
    expect(policy.pattern_values).toMatchObject({ [flood.signature]: 4 })
    expect(policy.reasoning).toContain(
      '1 pattern of security or audit by its words: too much to be kept whole for words alone, but worth more.',
    )
  })

  it('of one service take nothing from the others that share a budget', () => {
    const budget = { teamId: 1, service: '', unit: 'gb_per_day', amount: 1, updatedAt: 0, updatedBy: 'k' } as const
    const shareOf = (one: typeof flood) => {
      const [shop, other] = [stateOf('shop', [one]), stateOf('other', [rest])]
      return targetsOf([shop, other], [budget], 0.25, TEN).get(other)!.perMinute
    }
    const asWords = shareOf(flood)
    expect(asWords).toBeCloseTo(shareOf({ ...flood, protection: undefined, value: 4 }), 6)
  })
})

describe('a new version', () => {
  const patterns = [demandedOf(1, { perMinute: 60_000 }), demandedOf(2), demandedOf(3)]
  const first = proposed(stateOf('shop', patterns), 1)
  const base = policyOf(first)
  const reasonFor = (
    state: ServiceState,
    { gigabytes = 1, base: from = base, ...pace }: Partial<Pace> & { gigabytes?: number; base?: Policy } = {},
  ) =>
    reasonToPublish(
      from,
      proposed(state, gigabytes, from, paceOf(pace).due === 'not yet' ? 'hold' : 'at once'),
      first.forecast,
      paceOf(pace),
      TEN,
    )

  it('is not made where nothing changed', () => {
    expect(reasonFor(stateOf('shop', patterns))).toBeUndefined()
    expect(reasonFor(stateOf('shop', patterns), { due: 'overdue' })).toBeUndefined()
  })

  it.each<[string, Partial<ServiceState>, object?]>([
    ['more patterns are kept whole', { alwaysKept: new Map([[signatureOf(9), 'audit']]) }],
    ['a person fixed a rate, or let it go', { locks: new Map([[signatureOf(1), 0.5]]) }],
    ['4 instances instead of 2 share the budget', { living: livingOfIds('a', 'b', 'c', 'd') }],
    ['the pace of the day leaves more for now', {}, { gigabytes: 2 }],
  ])('is made at once: %s', (reason, rest, more) => {
    expect(reasonFor(stateOf('shop', patterns, rest), more)).toBe(reason)
  })

  it('takes more of a change, and waits longer, the more were made today', () => {
    expect([0, 8, 12, 16, 20].map(patienceAfter)).toEqual([1, 1, 2, 3, 4])
    const three = { living: livingOfIds('a', 'b', 'c') }
    expect(reasonFor(stateOf('shop', patterns, three))).toBe('3 instances instead of 2 share the budget')
    expect(reasonFor(stateOf('shop', patterns, three), { patience: 3 })).toBeUndefined()
  })

  it('is made for what people did however many there were, and for guarantees when they may come', () => {
    const exempt = { alwaysKept: new Map([[signatureOf(9), 'exempt']] as const) }
    expect(reasonFor(stateOf('shop', patterns, exempt), NOTHING_TAKEN)).toBe('more patterns are kept whole')
    const locked = { locks: new Map([[signatureOf(1), 0.5]]) }
    expect(reasonFor(stateOf('shop', patterns, locked), NOTHING_TAKEN)).toBe('a person fixed a rate, or let it go')
    const audit = stateOf('shop', patterns, { alwaysKept: new Map([[signatureOf(9), 'audit']] as const) })
    expect(reasonFor(audit, NOTHING_TAKEN)).toBeUndefined()
    expect(reasonFor(audit, { takesUrgent: false })).toBe('more patterns are kept whole')
    expect(reasonFor(stateOf('shop', patterns), { ...NOTHING_TAKEN, gigabytes: 9 })).toBeUndefined()
  })

  it('is made at once where a person said what a pattern is, says another thing, and where that ends', () => {
    const labelled = (label: string) => ({ labels: new Map([[signatureOf(1), label]]) })
    const reasonAfter = (was: Partial<ServiceState>, is: Partial<ServiceState>) => {
      const before = proposed(stateOf('shop', patterns, was), 1)
      const from = policyOf(before)
      const now = proposed(stateOf('shop', patterns, is), 1, from, 'hold')
      return reasonToPublish(from, now, before.forecast, paceOf({ patience: 100, ...NOTHING_TAKEN }), TEN)
    }
    const reason = 'a person said what a pattern is, or that ended'
    expect(reasonAfter({}, labelled('debug'))).toBe(reason)
    expect(reasonAfter(labelled('debug'), labelled('business'))).toBe(reason)
    expect(reasonAfter(labelled('debug'), {})).toBe(reason)
    expect(reasonAfter(labelled('debug'), labelled('debug'))).toBeUndefined()
  })

  it('is not made at once to keep whole what the one in force knows to be worth more', () => {
    const login = demandedOf(4, { perMinute: 1e6, protection: 'security' })
    const before = proposed(stateOf('shop', [...patterns, login]), 1)
    const from = policyOf(before)
    expect(from.pattern_values).toMatchObject({ [login.signature]: WORDS_VALUE })
    const calm = stateOf('shop', [...patterns, { ...login, perMinute: 1 }])
    const now = proposed(calm, 1, from, 'hold')
    expect(policyOf(now).keep_patterns).toContain(login.signature)
    const reasonAt = (due: Due) => reasonToPublish(from, now, now.forecast, paceOf({ due }), TEN)
    expect(reasonAt('not yet')).toBeUndefined()
    // It comes with the next version.
    expect(reasonAt('due')).toBe('1 rate follows the volume')
  })

  it('is made at once where an exemption ended, and not where the pattern is kept whole for something else', () => {
    const exempt = { alwaysKept: new Map([[signatureOf(9), 'exempt']] as const) }
    const before = proposed(stateOf('shop', patterns, exempt), 1)
    const from = policyOf(before)
    const reasonAfter = (rest: Partial<ServiceState>) => {
      const now = proposed(stateOf('shop', patterns, rest), 1, from, 'hold')
      return reasonToPublish(from, now, before.forecast, paceOf({ patience: 100, ...NOTHING_TAKEN }), TEN)
    }
    expect(reasonAfter({})).toBe('an exemption ended')
    expect(reasonAfter(exempt)).toBeUndefined()
    expect(reasonAfter({ alwaysKept: new Map([[signatureOf(9), 'security']]) })).toBeUndefined()
  })

  it('is made at once where a model is not heard any more, and not where it raises nothing for now', () => {
    const judged = patterns.map((one, i) => ({ ...one, isJudged: i === 0 }))
    const before = proposed(stateOf('shop', judged, { judgedBy: 'm' }), 1)
    const from = policyOf(before)
    expect(from.llm_model).toBe('m')
    const reasonAfter = (judgedBy: string | undefined) => {
      const now = proposed(stateOf('shop', patterns, { judgedBy }), 1, from, 'hold')
      return reasonToPublish(from, now, before.forecast, paceOf({ patience: 100, ...NOTHING_TAKEN }), TEN)
    }
    expect(reasonAfter(undefined)).toBe('a language model is not heard any more')
    expect(reasonAfter('m')).toBeUndefined()
  })

  it('is made for rates when it is due where they keep much from being spent, and otherwise when it is long due', () => {
    const more = patterns.map((one) => ({ ...one, perMinute: one.perMinute * 4 }))
    const less = patterns.map((one) => ({ ...one, perMinute: one.perMinute / 16 }))
    for (const patternsNow of [more, less]) {
      expect(reasonFor(stateOf('shop', patternsNow))).toBeUndefined()
      expect(reasonFor(stateOf('shop', patternsNow), { due: 'overdue' })).toMatch(/^\d rates? follows? the volume$/)
    }
    expect(reasonFor(stateOf('shop', more), { due: 'due' })).toBeUndefined()
    expect(reasonFor(stateOf('shop', less), { due: 'due' })).toMatch(/^\d rates? follows? the volume$/)
  })

  it('is not made where nothing is left of a budget, and nothing was left before', () => {
    const none = proposed(stateOf('shop', patterns), 0)
    const again = (state: ServiceState, due: Due) =>
      reasonToPublish(policyOf(none), proposed(state, 0, policyOf(none), 'hold'), none.forecast, paceOf({ due }), TEN)
    expect(policyOf(none).budget).toEqual({ bytes_per_second: 0 })
    for (const due of ['not yet', 'due', 'overdue'] as const)
      expect(again(stateOf('shop', patterns), due)).toBeUndefined()
    expect(reasonFor(stateOf('shop', patterns), { gigabytes: 0 })).toBe('the pace of the day leaves less for now')
  })

  it('is made before the one in force expires', () => {
    const old = { ...base, expires_at: new Date((TEN + 2 * 3_600) * 1_000).toISOString() }
    expect(reasonFor(stateOf('shop', patterns), { due: 'overdue', base: old })).toBe('it is renewed before it expires')
  })
})
