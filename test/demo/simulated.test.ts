import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
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

describe('what simulate says of the recorded traffic of the demo', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-demo-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function simulate({ lines }: RecordedDemo, text: string) {
    const [file, keep] = [join(folder, 'recorded.log'), join(folder, 'kept.log')]
    await writeFile(file, `${lines.join('\n')}\n`)
    await rm(keep, { force: true })
    const args = ['simulate', file, '--budget', text, '--seed', `${SEED}`, '--keep', keep, '--json']
    const { code, out } = await runCli(args)
    expect(code).toBe(0)
    return { result: JSON.parse(out).budgets[0], kept: (await readFile(keep, 'utf8')).trimEnd().split('\n') }
  }

  it.each([
    { name: 'demo-gateway', ...BYTES },
    { name: 'demo-mailer', ...RECORDS },
    ...(LONG ? [{ name: 'demo-gateway', ...RECORDS } as const] : []),
  ] as const)('is what became of $name at $text, record by record', async ({ name, text, budget }) => {
    const live = await recordDemo({ name, budget, seed: SEED, seconds })
    expect(live.stats.seen).toBe(live.lines.length)
    expect(live.kept.length).toBeLessThan(live.lines.length / 2)
    const { result, kept } = await simulate(live, text)
    // The first line that is decided otherwise says more than all of them.
    const other = kept.findIndex((line, i) => line !== live.kept[i])
    expect([kept[other], kept.length]).toEqual([live.kept[other], live.kept.length])
    expect(result.weight).toBeCloseTo(live.weight, 3)
    if (name === 'demo-gateway') expect(result.bytes_kept).toBe(live.stats.delivery.bytesSent)
    // Of few kept records little can be told.
    if (LONG) expect(Math.abs(result.weight_error)).toBeLessThan(0.03)
    expect(result).toMatchObject({ errors: live.errorsLogged, errors_kept: live.errorsLogged })
  })
})
