import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createEncoding } from '../../src/delivery/otlp/create-encoding.js'
import type { BudgetOption } from '../../src/index.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import type { SamplingDecision } from '../../src/sampling/decision.js'
import type { ManualClock } from '../../src/testing.js'
import { runCli } from '../cli/support/run-cli.js'
import { atTier, LONG } from '../support/tier.js'
import { type LiveDemo, runLiveDemo, type SERVICES } from './live-demo.ts'

const SEED = 5
const NANOS_PER_MILLI = '000000'

/** Sees each record as it is handed in, and what became of it. */
type Watch = (record: LogRecord, decide: () => SamplingDecision) => SamplingDecision

const watched = vi.hoisted(() => ({ by: ((_record, decide) => decide()) as Watch }))

vi.mock('../../src/engine/connected-engine.js', async (original) => {
  const actual = await original<typeof import('../../src/engine/connected-engine.js')>()
  const createConnectedEngine: typeof actual.createConnectedEngine = (...args) => {
    const engine = actual.createConnectedEngine(...args)
    const { pipeline } = engine
    const seenThrough = {
      // What is dropped before it is a record could not be recorded.
      drop: undefined,
      sample: (record: LogRecord) => watched.by(record, () => pipeline.sample(record)),
      encoded: pipeline.encoded,
      get seen() {
        return pipeline.seen
      },
    }
    return { ...engine, pipeline: seenThrough }
  }
  return { ...actual, createConnectedEngine }
})

interface Recorded extends LiveDemo {
  /** Of each record a line of OTLP JSON. */
  readonly lines: readonly string[]
  readonly kept: readonly string[]
  /** Sum of the weights of what was kept. */
  readonly weight: number
}

/** Runs a service live and records its traffic, as the Collector's file exporter would. */
async function recordLive(name: keyof typeof SERVICES, budget: BudgetOption, seconds: number): Promise<Recorded> {
  const encoding = createEncoding(
    'json',
    createRedactor({ detect: false, paths: [], transform: undefined }, () => {}),
  )
  const resource = { attributes: { 'service.name': name } }
  const [lines, kept]: [string[], string[]] = [[], []]
  let weight = 0
  let clock: ManualClock | undefined
  watched.by = (record, decide) => {
    const now = clock!.now()
    const own = JSON.parse(Buffer.from(encoding.encodeRecord(record, {}, now).bytes).toString())
    const timed = Buffer.from(JSON.stringify({ ...own, timeUnixNano: `${now}${NANOS_PER_MILLI}` }))
    const line = Buffer.from(encoding.encodeBatch(resource, [{ scope: { name }, records: [timed] }])).toString()
    const decision = decide()
    lines.push(line)
    if (decision.keep) {
      kept.push(line)
      weight += decision.weight
    }
    return decision
  }
  const onClock = (its: ManualClock) => {
    clock = its
  }
  const live = await runLiveDemo({ name, budget, seed: SEED, seconds, onClock })
  return { ...live, lines, kept, weight }
}

describe.each([
  // Each of its records is known by its text alone.
  { name: 'demo-gateway', isPlain: true },
  // Of its errors it knows the format string, which is not on the wire.
  { name: 'demo-mailer', isPlain: false },
] as const)('what simulate says of the recorded traffic of $name', ({ name, isPlain }) => {
  const seconds = atTier({ test: 6, long: 60, soak: 60 })
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-demo-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it(`is what became of it live, by the same seed: ${isPlain ? 'of each record' : 'within chance'}`, async () => {
    const live = await recordLive(name, { recordsPerSecond: 20 }, seconds)
    expect(live.stats.seen).toBe(live.lines.length)
    expect(live.kept.length).toBeLessThan(live.lines.length / 2)
    const file = join(folder, 'recorded.json')
    await writeFile(file, `${live.lines.join('\n')}\n`)
    const keep = join(folder, 'kept.json')
    const { code, out } = await runCli([
      'simulate',
      file,
      '--budget',
      '20/s',
      '--seed',
      `${SEED}`,
      '--keep',
      keep,
      '--json',
    ])
    expect(code).toBe(0)
    const [result] = JSON.parse(out).budgets
    const kept = (await readFile(keep, 'utf8')).trimEnd().split('\n')
    if (isPlain) {
      // The first line that is decided otherwise says more than all of them.
      const other = kept.findIndex((line, i) => line !== live.kept[i])
      expect([kept[other], kept.length]).toEqual([live.kept[other], live.kept.length])
      expect(result.weight).toBeCloseTo(live.weight, 3)
    }
    expect(Math.abs(kept.length / live.kept.length - 1)).toBeLessThan(0.1)
    // Of few kept records little can be told.
    if (LONG) expect(Math.abs(result.weight_error)).toBeLessThan(0.03)
    expect(result).toMatchObject({ errors: live.errorsLogged, errors_kept: live.errorsLogged })
  })
})
