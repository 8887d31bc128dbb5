import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PatternReport } from '../../src/protocol/stats-report.js'
import type { Severity } from '../../src/record/severity.js'
import { applyMergeRules } from '../../src/signature/merge-rules.js'
import { signatureOf } from '../../src/signature/signature.js'
import { OTHER_SIGNATURE } from '../../src/stats/evicted-patterns.js'
import { PatternTable } from '../../src/stats/pattern-table.js'
import { seededRandom } from '../../src/testing.js'
import { wordOf } from '../sampling/traffic.js'

const kept = {
  keep: true,
  reason: 'first',
  signature: '',
  check: '',
  probability: 1,
  weight: 1,
  estimatedBytes: 10,
} as const
const dropped = { keep: false, reason: 'adaptive', signature: '', check: '', probability: 0.1, weight: 0 } as const
const merge = applyMergeRules([{ template: 'user <+> logged in' }])

interface Hit {
  readonly message: string
  readonly keep: boolean
  readonly severityNumber: number
  readonly bytes: number
}

function count(table: PatternTable, { message, keep, severityNumber, bytes }: Hit, now = 0): void {
  const entry = table.entryOf(signatureOf(message))
  entry.count(keep ? kept : dropped, severityNumber, bytes, now)
  if (keep) table.find({ id: entry.signature, check: entry.check })!.encoded(bytes, bytes * 2)
}

const tableOf = (capacity?: number) =>
  new PatternTable({ random: seededRandom(5), ...(capacity !== undefined && { capacity }) })

function totals(reports: readonly PatternReport[]) {
  const bySeverity: Partial<Record<Severity, number>> = {}
  for (const { severity_distribution = {} } of reports) {
    for (const [severity, n] of Object.entries(severity_distribution)) {
      bySeverity[severity as Severity] = (bySeverity[severity as Severity] ?? 0) + n
    }
  }
  const sum = (name: 'count' | 'sampled_count' | 'bytes' | 'sampled_bytes') =>
    reports.reduce((total, report) => total + (report[name] ?? 0), 0)
  return { count: sum('count'), sampled: sum('sampled_count'), bySeverity, bytes: sum('bytes') }
}

const hits = fc.array(
  fc.record({
    message: fc.constantFrom('user ann logged in', 'user bob logged in', 'user 7 logged in', 'other thing', 'third'),
    keep: fc.boolean(),
    severityNumber: fc.constantFrom(5, 9, 13, 17),
    bytes: fc.integer({ min: 1, max: 1_000 }),
  }),
  { maxLength: 60 },
)

describe('the pattern table', () => {
  it('keeps patterns that are seen often through a flood of others, with all their counts', () => {
    const table = tableOf(1_000)
    for (let i = 0; i < 40_000; i++) {
      const message = i % 10 === 0 ? `steady ${wordOf((i / 10) % 50)} happened` : `unique ${wordOf(i)} ${wordOf(i * 7)}`
      count(table, { message, keep: false, severityNumber: 9, bytes: 10 })
    }
    expect(table.size).toBe(1_000)
    for (let i = 0; i < 50; i++) {
      expect(table.find(signatureOf(`steady ${wordOf(i)} happened`))?.seen).toBe(80)
    }
  })

  it('keeps warnings longer than what is seen a little more often', () => {
    const table = tableOf(200)
    const logged = (message: string, severityNumber: number, times: number) => {
      for (let i = 0; i < times; i++) count(table, { message, keep: true, severityNumber, bytes: 10 })
    }
    for (let i = 0; i < 20; i++) logged(`warning ${wordOf(i)} came`, 13, 1)
    for (let i = 0; i < 2_000; i++) logged(`flood ${wordOf(i)} came`, 9, 4)
    const warnings = [...table].filter(({ template }) => template.startsWith('warning'))
    expect(warnings.length).toBe(20)
    for (let i = 0; i < 2_000; i++) logged(`busy ${wordOf(i)} came`, 9, 40)
    expect([...table].filter(({ template }) => template.startsWith('warning')).length).toBeLessThan(20)
  })

  it('never holds more than its capacity, and loses no count', () => {
    fc.assert(
      fc.property(hits, fc.integer({ min: 1, max: 4 }), (hits, capacity) => {
        const table = tableOf(capacity)
        for (const hit of hits) count(table, hit)
        expect(table.size).toBeLessThanOrEqual(capacity)
        const { count: reported, sampled } = totals(table.take())
        expect(reported).toBe(hits.length)
        expect(sampled).toBe(hits.filter(({ keep }) => keep).length)
        const inTable = [...table].reduce((sum, { seen }) => sum + seen, 0)
        expect(inTable + table.evicted.seen).toBe(hits.length)
      }),
    )
  })

  it('reports what left it as one pattern', () => {
    const table = tableOf(1)
    count(table, { message: 'a thing', keep: true, severityNumber: 9, bytes: 10 })
    count(table, { message: 'another', keep: false, severityNumber: 13, bytes: 10 })
    const [other] = table.take()
    expect(other).toMatchObject({ signature: OTHER_SIGNATURE, count: 1, severity_distribution: { INFO: 1 } })
  })
})

describe('patterns that become one', () => {
  it('lose no count, not even of a report under way', () => {
    fc.assert(
      fc.property(hits, hits, hits, fc.boolean(), (before, between, after, fails) => {
        const table = tableOf()
        for (const hit of before) count(table, hit)
        const taken = table.take()
        for (const hit of between) count(table, hit)
        table.regroup(merge)
        for (const hit of after) count(table, { ...hit, message: merge(signatureOf(hit.message)).template })
        if (fails) table.putBack(taken)
        const reports = [...(fails ? [] : taken), ...table.take()]
        const all = [...before, ...between, ...after]
        const { count: reported, sampled, bySeverity } = totals(reports)
        expect(reported).toBe(all.length)
        expect(sampled).toBe(all.filter(({ keep }) => keep).length)
        expect(Object.values(bySeverity).reduce((a, b) => a + b, 0)).toBe(all.length)
        expect(table.find(signatureOf('user ann logged in'))?.template ?? 'user <*> logged in').toBe(
          'user <*> logged in',
        )
      }),
    )
  })

  it('add up their bytes and their rates, and are no news', () => {
    const table = tableOf()
    for (const name of ['ann', 'bob']) {
      const entry = table.entryOf(signatureOf(`user ${name} logged in`))
      for (let i = 0; i < 5; i++) entry.count(kept, 9, 100, 1_000 + i)
      entry.encoded(500, 600)
      entry.sampling.window = 3
      entry.sampling.inWindow = 5
      entry.sampling.inInterval = 5
      entry.sampling.history.close(20, 10_000)
    }
    table.regroup(merge)
    const entry = table.find(signatureOf('user <*> logged in'))!
    expect(entry.size.bytes).toBe(1_200)
    expect(entry.sampling).toMatchObject({ window: 3, inWindow: 10, inInterval: 10 })
    expect(entry.sampling.history.perMinute).toBe(240)
    expect(table.take()).toMatchObject([{ count: 10, first_seen: 1, last_seen: 1.004 }])
  })

  it('are found by their old ids by what is still under way', () => {
    const table = tableOf()
    count(table, { message: 'user ann logged in', keep: true, severityNumber: 9, bytes: 10 })
    table.regroup(merge)
    expect(table.find(signatureOf('user ann logged in'))?.template).toBe('user <*> logged in')
  })

  it('stay as they are under a merge that changes nothing', () => {
    const table = tableOf()
    count(table, { message: 'user ann logged in', keep: true, severityNumber: 9, bytes: 10 })
    const [entry] = table
    table.regroup((signature) => signature)
    expect([...table]).toEqual([entry])
    expect(table.samplings()).toEqual([entry!.sampling])
  })
})
