import { describe, expect, it } from 'vitest'
import { runCli } from '../cli/support/run-cli.js'
import { atTier, LONG, SOAK } from '../support/tier.js'
import { demoTraffic } from './demo-traffic.ts'

/** Of times that are told. The shop answers real requests. */
const MINUTES = atTier({ test: 1, long: 6, soak: 60 })

/** About an eighth of what each service logs, of each kind. */
const BUDGETS = {
  'demo-gateway': ['80/s', '1GB/day', '8USD/month'],
  'demo-mailer': ['90/s', '1GB/day', '8USD/month'],
  'demo-shop': ['120/s', '2GB/day', '16USD/month'],
} as const

interface Budget {
  readonly budget: string
  readonly seen: number
  readonly kept: number
  readonly budget_per_second: number
  readonly kept_per_second: number
  readonly weight_error: number
  readonly errors: number
  readonly errors_kept: number
  readonly patterns_missed: number
}

/** Service, budget, records, kept, how much of the budget is used, errors kept, and how far the sum of weights is off. */
function rowOf(name: string, one: Budget): string {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`
  const used = percent(one.kept_per_second / one.budget_per_second)
  const errors = `${one.errors_kept} of ${one.errors}`
  return `${[name, one.budget, one.seen, one.kept, used, errors, percent(one.weight_error)].join(' | ')}\n`
}

describe.runIf(LONG)('what simulate says of long traffic of the demo', () => {
  it.each(['demo-gateway', 'demo-mailer', 'demo-shop'] as const)(
    'holds each kind of budget of %s within 5 %, keeps all errors, and its weights tell the total within 3 %',
    async (name) => {
      const traffic = demoTraffic(name, MINUTES * 60)
      const args = ['simulate', '--compare', BUDGETS[name].join(','), '--json']
      const { code, out } = await runCli(args, { input: traffic.lines })
      const errorsLogged = await traffic.errors
      expect(code).toBe(0)
      const budgets: readonly Budget[] = JSON.parse(out).budgets
      expect(budgets.map(({ budget }) => budget)).toEqual(BUDGETS[name])
      for (const one of budgets) {
        const used = one.kept_per_second / one.budget_per_second
        if (SOAK) process.stdout.write(rowOf(name, one))
        expect.soft(used).toBeGreaterThan(0.95)
        expect.soft(used).toBeLessThan(1.05)
        expect.soft(Math.abs(one.weight_error)).toBeLessThan(0.03)
        expect(one).toMatchObject({ errors: errorsLogged, errors_kept: errorsLogged, patterns_missed: 0 })
        expect(one.kept).toBeLessThan(one.seen / 4)
      }
    },
    30 * 60_000,
  )
})
