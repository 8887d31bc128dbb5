import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PatternReport } from '../../src/protocol.js'
import { SEVERITIES } from '../../src/record/severity.js'
import type { SamplingDecision } from '../../src/sampling/decision.js'
import { applyMergeRules } from '../../src/signature/merge-rules.js'
import { signatureOf } from '../../src/signature/signature.js'
import type { Merge } from '../../src/signature/signer.js'
import { PatternTable } from '../../src/stats/pattern-table.js'
import { seededRandom } from '../../src/testing.js'

const TEXTS = ['user ann came', 'user bob came', 'user cyd came', 'user bob left', 'user 42 came', 'disk full'] as const
const mergeBy = (...templates: string[]) => applyMergeRules(templates.map((template) => ({ template })))
const MERGES: readonly Merge[] = [
  mergeBy('user <+> came'),
  mergeBy('user <+> left', 'user <*> <+>'),
  mergeBy('user bob <+>'),
  (signature) => signature,
]

interface Log {
  readonly text: string
  readonly keep: boolean
  readonly severity: number
  readonly bytes: number
}

const log: fc.Arbitrary<Log> = fc.record({
  text: fc.constantFrom(...TEXTS),
  keep: fc.boolean(),
  severity: fc.integer({ min: 0, max: 24 }),
  bytes: fc.integer({ min: 20, max: 400 }),
})
const traffic = fc.array(log, { maxLength: 60 })

/** Counts one record; a kept one is encoded at once, to one, two or three bytes for each that was estimated. */
function count(table: PatternTable, { text, keep, severity, bytes }: Log, now: number): void {
  const signature = signatureOf(text)
  const entry = table.entryOf(signature)
  entry.count({ keep } as SamplingDecision, severity, bytes, now)
  if (keep) table.find(signature)?.encoded(bytes, bytes * (2 + (TEXTS.indexOf(text as never) % 3)))
}

function sums(reports: readonly PatternReport[]) {
  const sum = (of: (report: PatternReport) => number | undefined) =>
    reports.reduce((total, report) => total + (of(report) ?? 0), 0)
  return {
    count: sum((report) => report.count),
    kept: sum((report) => report.sampled_count),
    severities: SEVERITIES.map((severity) => sum((report) => report.severity_distribution?.[severity])),
    first: Math.min(...reports.map((report) => report.first_seen)),
    last: Math.max(...reports.map((report) => report.last_seen)),
  }
}
const bytesOf = (reports: readonly PatternReport[]) =>
  reports.reduce(([all, kept], report) => [all! + report.bytes!, kept! + report.sampled_bytes!], [0, 0])
const sizeOf = (table: PatternTable) => Array.from(table, ({ size }) => size.bytes).reduce((a, b) => a + b, 0)

describe('a pattern table that regroups', () => {
  it('reports the same as one that does not, whatever was put back', () => {
    fc.assert(
      fc.property(traffic, traffic, traffic, fc.constantFrom(...MERGES), (held, before, after, merge) => {
        const [plain, grouped] = [
          new PatternTable({ random: seededRandom(1) }),
          new PatternTable({ random: seededRandom(1) }),
        ]
        const reports = [plain, grouped].map((table) => {
          let now = 1_000
          for (const record of held) count(table, record, now++)
          const unanswered = table.take()
          for (const record of before) count(table, record, now++)
          if (table === grouped) table.regroup(merge)
          for (const record of after) count(table, { ...record, text: merge(signatureOf(record.text)).template }, now++)
          table.putBack(unanswered)
          return table.take()
        })
        expect(sums(reports[1]!)).toEqual(sums(reports[0]!))
        expect([...grouped].map(({ seen, kept }) => [seen, kept]).reduce(add, [0, 0])).toEqual(
          [...plain].map(({ seen, kept }) => [seen, kept]).reduce(add, [0, 0]),
        )
      }),
    )
  })

  it('knows as many bytes as before, and reports them', () => {
    fc.assert(
      fc.property(traffic, traffic, fc.constantFrom(...MERGES), (held, rest, merge) => {
        const [plain, grouped] = [
          new PatternTable({ random: seededRandom(1) }),
          new PatternTable({ random: seededRandom(1) }),
        ]
        const reported = [plain, grouped].map((table) => {
          let now = 1_000
          for (const record of TEXTS.map((text) => ({ text, keep: true, severity: 9, bytes: 30 }))) {
            count(table, record, now++)
          }
          for (const record of held) count(table, record, now++)
          const unanswered = table.take()
          for (const record of rest) count(table, record, now++)
          if (table === grouped) table.regroup(merge)
          table.putBack(unanswered)
          return bytesOf(table.take())
        })
        expect(sizeOf(grouped)).toBeCloseTo(sizeOf(plain), 3)
        expect(reported[1]).toEqual(reported[0])
      }),
    )
  })

  it('is exact over any sequence of rules and never above its capacity', () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: log.map((log) => ({ log })) },
      { weight: 2, arbitrary: fc.constantFrom(...MERGES).map((merge) => ({ merge })) },
      { weight: 1, arbitrary: fc.constantFrom('take', 'putBack').map((what) => ({ what })) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), fc.integer({ min: 1, max: 4 }), (steps, capacity) => {
        const table = new PatternTable({ random: seededRandom(1), capacity: capacity })
        const accepted: PatternReport[] = []
        let unanswered: PatternReport[] = []
        const logs = steps.flatMap((step) => ('log' in step ? [step.log] : []))
        for (const [now, step] of steps.entries()) {
          if ('log' in step) count(table, step.log, now)
          else if ('merge' in step) table.regroup(step.merge)
          else if (step.what === 'take') {
            accepted.push(...unanswered)
            unanswered = table.take()
          } else {
            table.putBack(unanswered)
            unanswered = []
          }
          expect(table.size).toBeLessThanOrEqual(capacity)
        }
        table.putBack(unanswered)
        const { count: seen, kept } = sums([...accepted, ...table.take()])
        expect([seen, kept]).toEqual([logs.length, logs.filter(({ keep }) => keep).length])
      }),
    )
  })
})

const add = (a: number[], b: number[]) => a.map((value, i) => value + b[i]!)
