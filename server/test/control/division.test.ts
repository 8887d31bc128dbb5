import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { targetsOf } from '../../src/control/division.js'
import type { StoredBudget } from '../../src/store/contracts/budgets.js'
import { TEN } from '../support/reports.js'
import { demandedOf, stateOf } from '../support/service-states.js'

const USD_PER_GB = 0.25
const MINUTES_LEFT = 14 * 60
const budgetOf = (service: string, amount: number, unit: StoredBudget['unit'] = 'gb_per_day'): StoredBudget => ({
  teamId: 1,
  service,
  unit,
  amount,
  updatedAt: 0,
  updatedBy: 'k',
})
const divide = (states: Parameters<typeof targetsOf>[0], ...budgets: StoredBudget[]) =>
  targetsOf(states, budgets, USD_PER_GB, TEN)

describe('the division of budgets', () => {
  it('leaves out what none applies to', () => {
    const [shop, mailer] = [stateOf('shop', [demandedOf(1)]), stateOf('mailer', [demandedOf(1)])]
    const targets = divide([shop, mailer], budgetOf('shop', 1))
    expect([...targets.keys()]).toEqual([shop])
    expect(targets.get(shop)).toMatchObject({ sharedBy: 1, isTeams: false, budget: { unit: 'bytes', perDay: 1e9 } })
  })

  it('gives a service its own budget by the pace of the day', () => {
    const spent = 1e9 * (10 / 24)
    const shop = stateOf('shop', [demandedOf(1)], { today: { bytes: spent, records: 0 } })
    const { perMinute } = divide([shop], budgetOf('shop', 1)).get(shop)!
    expect(perMinute * MINUTES_LEFT + spent).toBeCloseTo(1e9, -3)
  })

  it('takes what services have of their own from what the team has, whatever their units', () => {
    const shop = stateOf('shop', [demandedOf(1, { bytes: 500 })])
    const rest = stateOf('rest', [demandedOf(1)])
    const records = budgetOf('shop', 10, 'records_per_second')
    const { budget, isTeams } = divide([shop, rest], budgetOf('', 1), records).get(rest)!
    expect(isTeams).toBe(true)
    expect(budget.perDay).toBeCloseTo(1e9 - 10 * 86_400 * 500)
    expect(divide([shop, rest], budgetOf('', 0.1), records).get(rest)!.budget.perDay).toBe(0)
  })

  it('divides what is left among all others, and no more than that, more to whoever logs more', () => {
    const pattern = fc.record({
      perMinute: fc.double({ min: 1, max: 1e5, noNaN: true }),
      bytes: fc.integer({ min: 50, max: 2_000 }),
      value: fc.constantFrom(0.125, 1, 4),
      protection: fc.constantFrom(undefined, undefined, 'exempt' as const),
    })
    fc.assert(
      fc.property(
        fc.array(fc.array(pattern, { minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 6 }),
        fc.double({ min: 0.001, max: 100, noNaN: true }),
        (services, amount) => {
          const states = services.map((all, i) =>
            stateOf(
              `s${i}`,
              all.map((rest, j) => demandedOf(j, rest)),
            ),
          )
          const larger = stateOf(
            'larger',
            states[0]!.patterns.map((one) => ({ ...one, perMinute: one.perMinute * 2 })),
          )
          const targets = divide([...states, larger], budgetOf('', amount))
          const sum = [...targets.values()].reduce((all, { perMinute }) => all + perMinute, 0)
          // Nothing was spent until ten: what is left of the day may be twice as fast at most.
          expect(sum / (amount * 1e9)).toBeCloseTo(1 / MINUTES_LEFT, 9)
          expect(targets.get(larger)!.perMinute).toBeGreaterThanOrEqual(targets.get(states[0]!)!.perMinute * (1 - 1e-9))
        },
      ),
    )
  })
})
