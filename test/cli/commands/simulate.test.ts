import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trafficOf } from '../support/day-of-traffic.js'
import { runCli } from '../support/run-cli.js'

interface Budget {
  readonly budget: string
  readonly budget_per_second: number
  readonly seen: number
  readonly kept: number
  readonly dropped: Record<string, number>
  readonly kept_by_reason: Record<string, number>
  readonly kept_per_second: number
  readonly weight: number
  readonly weight_error: number
  readonly errors: number
  readonly errors_kept: number
  readonly patterns_missed: number
  readonly patterns: readonly { readonly seen: number; readonly kept: number; readonly template: string }[]
}

const sum = (of: Record<string, number>) => Object.values(of).reduce((total, one) => total + one, 0)

describe('lipservice simulate', () => {
  let folder: string
  let file: string
  /** Of a few minutes, where it does not matter how well a budget is held. */
  let short: string
  let lines: number
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-simulate-'))
    file = join(folder, 'app.log')
    const traffic = trafficOf(900, 60)
    lines = traffic.split('\n').length - 1
    await writeFile(file, traffic)
    short = join(folder, 'short.log')
    await writeFile(short, trafficOf(300, 60))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function budgetsOf(log: string, ...args: string[]): Promise<readonly Budget[]> {
    const { code, out, err } = await runCli(['simulate', log, '--json', '--top', '1000', ...args])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return JSON.parse(out).budgets
  }

  it('holds each budget within 5 %, keeps all errors, misses no pattern, and its weights tell the total within 3 %', async () => {
    const budgets = await budgetsOf(file, '--budget', '10/s', '--compare', '300MB/day,5USD/month')
    expect(budgets.map(({ budget }) => budget)).toEqual(['10/s', '300MB/day', '5USD/month'])
    for (const one of budgets) {
      expect(one.seen).toBe(lines)
      expect(one.kept + sum(one.dropped)).toBe(one.seen)
      expect(sum(one.kept_by_reason)).toBe(one.kept)
      expect(one.patterns.reduce((total, { seen }) => total + seen, 0)).toBe(one.seen)
      expect(one.patterns.reduce((total, { kept }) => total + kept, 0)).toBe(one.kept)
      expect(one.kept_per_second / one.budget_per_second).toBeGreaterThan(0.95)
      expect(one.kept_per_second / one.budget_per_second).toBeLessThan(1.05)
      expect(Math.abs(one.weight_error)).toBeLessThan(0.03)
      expect(one.errors).toBeGreaterThan(100)
      expect(one.errors_kept).toBe(one.errors)
      expect(one.patterns_missed).toBe(0)
    }
  }, 60_000)

  it('decides the same again by the same seed, and otherwise by another', async () => {
    const by = (seed: string) => budgetsOf(short, '--budget', '5/s', '--seed', seed)
    const [[one], [same], [other]] = [await by('9'), await by('9'), await by('10')]
    expect(same).toEqual(one)
    expect(other).not.toEqual(one)
  }, 60_000)

  it('writes what would be kept, as it stands in the file, and never over a file that is there', async () => {
    const kept = join(folder, 'kept.log')
    const [budget] = await budgetsOf(short, '--budget', '5/s', '--keep', kept)
    const written = (await readFile(kept, 'utf8')).trimEnd().split('\n')
    const all = new Set((await readFile(short, 'utf8')).split('\n'))
    expect(written.length).toBe(budget!.kept)
    expect(written.every((line) => all.has(line))).toBe(true)
    const again = await runCli(['simulate', short, '--budget', '5/s', '--keep', short])
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('is there already') })
  }, 60_000)

  it('writes each record of a request of OTLP once, so that it can be read again', async () => {
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] }
    const logRecords = ['one', 'two', 'three'].map((stringValue) => ({ body: { stringValue }, severityNumber: 17 }))
    const request = { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }
    const kept = join(folder, 'kept-otlp.log')
    await runCli(['simulate', '--budget', '5/s', '--keep', kept], { input: `${JSON.stringify(request)}\n` })
    const again = await runCli(['analyze', kept, '--json'])
    expect(JSON.parse(again.out)).toMatchObject({
      records: 3,
      errors: 3,
      formats: { 'OTLP JSON': 3 },
      services: { shop: 3 },
    })
  })

  it('writes a report over a report, and over nothing else', async () => {
    const report = join(folder, 'report.html')
    const write = (path: string) => runCli(['simulate', short, '--budget', '5/s', '--html', path])
    expect((await write(report)).code).toBe(0)
    expect((await write(report)).code).toBe(0)
    expect(await readFile(report, 'utf8')).toMatch(/^<!doctype html>/)
    const log = await readFile(short, 'utf8')
    expect(await write(short)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is no report') })
    expect(await readFile(short, 'utf8')).toBe(log)
    expect(await write(join(folder, 'nowhere', 'report.html'))).toMatchObject({ code: 2, out: '' })
  }, 60_000)

  it('shows nothing of a name of a file that moves the cursor', async () => {
    const name = join(folder, 'a\u001b[2Jb.log')
    expect((await runCli(['simulate', name])).err).toBe(`lipservice: there is no file ${join(folder, 'a [2Jb.log')}\n`)
    await writeFile(name, '')
    expect((await runCli(['simulate', name])).out).toBe(`There are no records in ${join(folder, 'a [2Jb.log')}.\n`)
  })

  it('shows reasons, volume over time and how far estimates are off, and explains a line', async () => {
    const line = '{"level":30,"msg":"order 5 placed by user 6"}'
    const { out } = await runCli(['simulate', short, '--budget', '5/s', '--explain', line])
    expect(out).toMatch(/5\/s keeps [\d,]+ records/)
    expect(out).toMatch(/Kept +[▁-█ ]+ +at most/)
    expect(out).toMatch(/Dropped +adaptive/)
    expect(out).toMatch(/Errors +([\d,]+) of \1 kept/)
    expect(out).toMatch(/"order <\*> placed by user <\*>": kept with probability 0\.\d+ \(adaptive\)\n {4}· error/)
  }, 60_000)

  it('explains a line to machines, too', async () => {
    const args = [
      'simulate',
      '--budget',
      '5/s',
      '--json',
      '--explain',
      '{"level":50,"time":1,"msg":"payment 7 failed"}',
    ]
    const { out } = await runCli(args, { input: 'worker 1 is idle\n' })
    expect(JSON.parse(out).explanations).toMatchObject([
      { template: 'payment <*> failed', outcome: 'keep', reason: 'error', steps: [{ step: 'error', applies: true }] },
    ])
  })

  it('obeys a policy, and says what is wrong with one', async () => {
    const policy = join(folder, 'policy.json')
    await writeFile(policy, JSON.stringify({ version: 3, updated_at: '2026-11-26T06:00:00Z', bytes_per_second: 500 }))
    const bad = join(folder, 'bad.json')
    await writeFile(bad, '{"version":"x"}')
    expect(await runCli(['simulate', short, '--policy', bad])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/bad\.json is no policy that an SDK takes/),
    })
    expect((await runCli(['simulate', short, '--policy', join(folder, 'none.json')])).code).toBe(2)
  })

  it('spreads records that do not say when they were, and says so', async () => {
    const text = Array.from({ length: 3_000 }, (_, i) => `worker ${i} is idle\n`).join('')
    const { out } = await runCli(['simulate', '--budget', '5/s', '--rate', '50'], { input: text })
    expect(out).toContain('3,000 records do not say when they were: 50 a second are assumed (--rate).')
    expect(out).toContain('60 s')
  })

  it.each([
    [
      ['--budget', '2GB'],
      "--budget must be an amount and a time, such as 2GB/day (KB, MB, GB, TB), 50/s or 100USD/month; got '2GB'; did you mean 2GB/day?",
    ],
    [['--bugdet', '2GB/day'], 'simulate has no --bugdet; did you mean --budget?; see lipservice simulate --help'],
    [['--rate', 'fast'], "--rate must be a number 0.001–1000000; got 'fast'"],
  ])('says what is wrong with %j', async (args, problem) => {
    expect(await runCli(['simulate', ...args], { input: 'x\n' })).toEqual({
      code: 2,
      out: '',
      err: `lipservice: ${problem}\n`,
    })
  })
})
