import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listBill, marginalUsdPerGb, savedUsd, usdByDay, usdOf } from '../../src/posthog/bill/prices.js'
import { readBill } from '../../src/posthog/bill/read-bill.js'
import { startApi } from './api-under-test.js'

/** 10 GB free, to 50 GB $0.25, to 100 GB $0.20, then $0.10: in megabytes. */
const TIERED = {
  tiers: [
    { upTo: 10_000, usdPerUnit: 0 },
    { upTo: 50_000, usdPerUnit: 0.00025 },
    { upTo: 100_000, usdPerUnit: 0.0002 },
    { upTo: undefined, usdPerUnit: 0.0001 },
  ],
  freeUnits: 10_000,
}
/** The same, its free part beside the tiers. */
const BESIDE = { tiers: TIERED.tiers.slice(1), freeUnits: 10_000 }
const GB = 1e9

describe('the bill', () => {
  it.each([
    [0, 0],
    [10_000, 0],
    [10_001, 0.00025],
    [50_000, 10],
    [60_000, 12],
    [100_000, 20],
    [150_000, 25],
  ])('of %i megabytes a month is $%f', (units, usd) => {
    expect(usdOf(TIERED, units)).toBeCloseTo(usd, 10)
    expect(usdOf(BESIDE, units)).toBeCloseTo(usd, 10)
  })

  it('counts what is saved from the top: the dearest free part last', () => {
    expect(savedUsd(TIERED, 60 * GB, 20 * GB)).toBeCloseTo(12 - 2.5, 10)
    expect(savedUsd(TIERED, 9 * GB, 1 * GB)).toBe(0)
    expect(savedUsd(listBill('2026-01-05', 'x'), 8 * GB, 4 * GB)).toBeCloseTo(1, 10)
  })

  it('begins anew with each month', () => {
    const days = [
      { day: '2026-01-30', units: 9_000 },
      { day: '2026-01-31', units: 2_000 },
      { day: '2026-02-01', units: 9_000 },
      { day: '2026-02-02', units: 2_000 },
    ]
    expect(usdByDay(TIERED, days).map((usd) => Math.round(usd * 100) / 100)).toEqual([0, 0.25, 0, 0.25])
  })

  it('of the days of a month is that of the month, and never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 28 }), (amounts) => {
        const days = amounts.map((units, i) => ({ day: `2026-02-${String(i + 1).padStart(2, '0')}`, units }))
        const byDay = usdByDay(TIERED, days)
        expect(byDay.every((usd) => usd >= 0)).toBe(true)
        expect(byDay.reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(
          usdOf(
            TIERED,
            amounts.reduce((sum, units) => sum + units, 0),
          ),
          8,
        )
      }),
    )
  })

  const NOW = Date.UTC(2026, 0, 20, 12)

  it('is read from PostHog: the price of what comes next', async () => {
    const { api, fake } = await startApi()
    fake.billing.tiers = [
      { up_to: 10_000, unit_amount_usd: '0' },
      { up_to: 50_000, unit_amount_usd: '0.00025' },
      { up_to: null, unit_amount_usd: '0.0002' },
    ]
    // Last month counts no more.
    fake.billing.bytes.set('2025-12-31', 90 * GB)
    fake.billing.bytes.set('2026-01-19', 50 * GB)
    fake.billing.bytes.set('2026-01-20', 2 * GB)
    const bill = await readBill(api, NOW)
    expect(bill).toMatchObject({ source: 'billing', usedUnits: 52_000, freeUnits: 10_000, day: '2026-01-20' })
    expect(marginalUsdPerGb(bill)).toBeCloseTo(0.2, 10)
    expect(bill.label).toContain('$0.2/GB')
    expect(fake.requests).toHaveLength(3)
  })

  it('is nothing for what comes next while the free part lasts', async () => {
    const { api } = await startApi()
    expect(marginalUsdPerGb(await readBill(api, NOW))).toBe(0)
  })

  it.each([
    ['the scope', { scopes: ['user:read'] }],
    ['the right of the person', { switches: { mayReadBilling: false } }],
  ])('is the list price without %s, and says so', async (_, options) => {
    const { api } = await startApi(options)
    const bill = await readBill(api, NOW)
    expect(marginalUsdPerGb(bill)).toBe(0.25)
    expect(bill).toMatchObject({
      source: 'list',
      label: expect.stringMatching(/^list price, \$0\.25\/GB: .*billing:read/),
    })
  })
})
