import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { packPatternChecks } from '../../src/protocol/pattern-checks.js'
import type { Policy } from '../../src/protocol/policy.js'
import { signatureOf } from '../../src/signature.js'
import { runCli } from '../cli/support/run-cli.js'
import { atTier, LONG } from '../support/tier.js'
import { type RecordedDemo, recordDemo } from './recorded-demo.ts'

vi.mock('../../src/engine/connected-engine.js', async (original) =>
  (await import('./watched-engine.ts')).watchedEngine(await original()),
)
vi.mock('../../src/delivery/otlp-http.js', async (original) =>
  (await import('./watched-engine.ts')).watchedHttp(await original()),
)

const SEED = 5
const seconds = atTier({ test: 6, long: 60, soak: 60 })
const RECORDS = { text: '20/s', budget: { recordsPerSecond: 20 } } as const
const BYTES = { text: '400MB/day', budget: { bytesPerDay: 400e6 } } as const
const USD = { text: '50USD/month', budget: { usdPerMonth: 50, usdPerGb: 0.25 } } as const
/** The shop logs more, and so many errors that it needs more. */
const SHOP_RECORDS = { text: '80/s', budget: { recordsPerSecond: 80 } } as const
const SHOP_BYTES = { text: '2GB/day', budget: { bytesPerDay: 2e9 } } as const

/** Bounds by pattern and severity, values, what is kept whole, and a budget of bytes. */
function policyOf(): Policy {
  const [access, slow, pool] = [
    'GET /orders/17 200 in 31.4 ms',
    'upstream billing answered after 1200 ms',
    'pool of 41 connections checked',
  ].map(signatureOf)
  const named = {
    pattern_rates: { [access!.id]: 0.02 },
    pattern_values: { [slow!.id]: 8 },
    keep_patterns: [pool!.id],
  }
  const rated = new Map([access!, slow!].map(({ id, check }) => [id, check]))
  return {
    version: 3,
    ...named,
    pattern_checks: packPatternChecks(named, { keep: [pool!.check], rated }),
    severity_rates: { WARNING: 0.5 },
    keep_first: { count: 2, per_seconds: 30 },
    budget: { bytes_per_second: 6_000 },
  }
}

describe('what simulate says of the recorded traffic of the demo', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-demo-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function simulate({ lines }: RecordedDemo, ...by: readonly string[]) {
    const [file, keep] = [join(folder, 'recorded.log'), join(folder, 'kept.log')]
    await writeFile(file, `${lines.join('\n')}\n`)
    await rm(keep, { force: true })
    const { code, out } = await runCli(['simulate', file, ...by, '--seed', `${SEED}`, '--keep', keep, '--json'])
    expect(code).toBe(0)
    return { result: JSON.parse(out).budgets[0], kept: (await readFile(keep, 'utf8')).trimEnd().split('\n') }
  }

  function expectTheSame(live: RecordedDemo, { result, kept }: Awaited<ReturnType<typeof simulate>>): void {
    expect(live.stats.seen).toBe(live.lines.length)
    expect(live.kept.length).toBeLessThan(live.lines.length / 2)
    // The first line that is decided otherwise says more than all of them.
    const other = kept.findIndex((line, i) => line !== live.kept[i])
    expect([kept[other], kept.length]).toEqual([live.kept[other], live.kept.length])
    expect(result.weight).toBeCloseTo(live.weight, 3)
    expect(result.bytes_kept).toBe(live.stats.delivery.bytesSent)
    // Of few kept records little can be told.
    if (LONG) expect(Math.abs(result.weight_error)).toBeLessThan(0.03)
    expect(result.kept_by_reason).toEqual(live.stats.keptByReason)
    expect(result).toMatchObject({ errors: live.errorsLogged, errors_kept: live.errorsLogged })
  }

  it.each([
    { name: 'demo-gateway', ...BYTES },
    { name: 'demo-mailer', ...BYTES },
    ...(LONG
      ? ([
          { name: 'demo-gateway', ...RECORDS },
          { name: 'demo-mailer', ...RECORDS },
          { name: 'demo-mailer', ...USD },
          { name: 'demo-shop', ...SHOP_RECORDS },
        ] as const)
      : []),
  ] as const)('is what became of $name at $text, record by record and byte by byte', async ({ name, text, budget }) => {
    const live = await recordDemo({ name, budget, seed: SEED, seconds })
    expectTheSame(live, await simulate(live, '--budget', text))
  })

  it('is so by a policy, too', async () => {
    const policy = policyOf()
    const live = await recordDemo({ name: 'demo-gateway', seed: SEED, seconds, policy })
    const file = join(folder, 'policy.json')
    await writeFile(file, JSON.stringify(policy))
    const simulated = await simulate(live, '--policy', file)
    expectTheSame(live, simulated)
    expect(simulated.result.kept_by_reason.pinned).toBeGreaterThan(0)
    const lines = simulated.kept.filter((line) => line.includes('connections checked'))
    expect(lines).toEqual(live.lines.filter((line) => line.includes('connections checked')))
    expect(live.kept).not.toEqual((await recordDemo({ name: 'demo-gateway', seed: SEED, seconds })).kept)
  })

  if (LONG)
    it('is within chance of the shop at a budget of bytes: its children say more in a line than is known of the first ones', async () => {
      const live = await recordDemo({ name: 'demo-shop', ...SHOP_BYTES, seed: SEED, seconds })
      const { result, kept } = await simulate(live, '--budget', SHOP_BYTES.text)
      expect(Math.abs(kept.length / live.kept.length - 1)).toBeLessThan(0.05)
      expect(Math.abs(result.bytes_kept / live.stats.delivery.bytesSent - 1)).toBeLessThan(0.02)
      expect(result).toMatchObject({ errors: live.errorsLogged, errors_kept: live.errorsLogged })
    })
})
