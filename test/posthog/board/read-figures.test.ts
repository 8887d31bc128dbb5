import { describe, expect, it } from 'vitest'
import { readFigures } from '../../../src/posthog/board/read-figures.js'
import { startApi } from '../api-under-test.js'

const NOW = Date.UTC(2026, 10, 26, 12)
const TIERS = [
  { up_to: 10_000, unit_amount_usd: '0' },
  { up_to: 100_000, unit_amount_usd: '0.0004' },
  { up_to: null, unit_amount_usd: '0.0002' },
]

describe('what the figures of a board are made by', () => {
  it.each([
    [
      'nothing is used: the first price that is not free',
      0,
      10_000,
      0.4,
      'your price in PostHog, $0.4/GB beyond the free part',
    ],
    ['the free part is not a tier', 5, 20_000, 0.4, 'your price in PostHog, $0.4/GB beyond the free part'],
    ['the free part is used', 50, 10_000, 0.4, 'your price in PostHog, $0.4/GB for what comes next'],
    ['the next tier has begun', 200, 10_000, 0.2, 'your price in PostHog, $0.2/GB for what comes next'],
  ] as const)('price: %s', async (_, usedGb, freeUnits, usdPerGb, priceLabel) => {
    const { fake, api } = await startApi()
    fake.billing.tiers = TIERS
    fake.billing.freeUnits = freeUnits
    fake.billing.bytes.set('2026-11-02', usedGb * 1e9)
    expect(await readFigures(api, NOW)).toMatchObject({ figures: { usdPerGb, priceLabel, bytes: 'billed' } })
  })

  it('price: the list price without the right, and the one that somebody named', async () => {
    const { api } = await startApi({ scopes: ['query:read', 'user:read'] })
    const { figures } = await readFigures(api, NOW)
    expect(figures).toMatchObject({ usdPerGb: 0.25, priceLabel: expect.stringContaining('billing:read') })
    const named = await readFigures(api, NOW, 0.5)
    expect(named).toMatchObject({ figures: { usdPerGb: 0.5, priceLabel: '$0.5/GB, as given' }, note: undefined })
  })

  it('bytes: those of texts where a project has no others; what was not found out is said', async () => {
    const { fake, api } = await startApi()
    const problem = { type: 'validation_error', code: 'invalid_input', detail: 'Unable to resolve field', attr: null }
    fake.answer(({ path }) => (path.includes('/query/') ? { status: 400, body: JSON.stringify(problem) } : undefined))
    expect(await readFigures(api, NOW)).toMatchObject({ figures: { bytes: 'body' }, note: undefined })
    fake.answer(undefined)
    fake.scopes.delete('query:read')
    expect(await readFigures(api, NOW)).toMatchObject({
      figures: { bytes: 'billed' },
      note: expect.stringContaining('query:read'),
    })
  })
})
