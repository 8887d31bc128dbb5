import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StatsReport } from '../../src/protocol.js'
import { readJson } from '../support/repository-files.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

it('says which version of the SDK made it, on which version of Node.js', async () => {
  const { version } = await readJson<{ version: string }>('package.json')
  const sampling = samplingUnderTest()
  sampling.pipeline.sample({ severityNumber: 9, body: 'x' })
  expect(sampling.ledger.take()).toMatchObject({ sdk: `node/${version}`, runtime: process.version })
})

describe('reports of at most so many bytes', () => {
  const bytesOf = (report: StatsReport) => Buffer.byteLength(JSON.stringify(report))
  const log = (sampling: ReturnType<typeof samplingUnderTest>, words: readonly string[]) => {
    for (const word of words) sampling.pipeline.sample({ severityNumber: 9, body: `the ${word} was seen` })
  }
  const words = fc.array(fc.stringMatching(/^[b-df-hj-np-tv-z]{1,30}$/), { maxLength: 60 })

  it('say together what one report would, each record once, whatever is refused on the way', () => {
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 8_000 }), { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
        fc.integer({ min: 5, max: 100 }),
        (batches, sizes, refusals, patterns) => {
          const sampling = samplingUnderTest({}, { patterns })
          const accepted: StatsReport[] = []
          let takes = 0
          const sequences = new Set<number>()
          const sendAll = () => {
            do {
              const maxBytes = sizes[takes++ % sizes.length]!
              const report = sampling.ledger.take(maxBytes)
              if (report === undefined) return
              sequences.add(report.sequence)
              if (report.patterns.length > 1) expect(bytesOf(report)).toBeLessThanOrEqual(maxBytes)
              if (refusals.next().value === 0) sampling.ledger.putBack(report)
              else accepted.push(report)
            } while (sampling.ledger.hasMore())
          }
          for (const batch of batches) {
            log(sampling, batch)
            sendAll()
          }
          const last = sampling.ledger.take()
          if (last !== undefined) accepted.push(last)
          // A report under way may have begun in the middle of the table.
          const rest = sampling.ledger.take()
          if (rest !== undefined) accepted.push(rest)
          const sum = (of: (report: StatsReport) => number) => accepted.reduce((total, report) => total + of(report), 0)
          const seen = batches.flat().length
          expect(sum(({ total_logs }) => total_logs)).toBe(seen)
          expect(sum((report) => report.patterns.reduce((total, { count }) => total + count, 0))).toBe(seen)
          const reasons = accepted.flatMap((report) => [
            ...Object.values(report.kept_by_reason ?? {}),
            ...Object.values(report.dropped_by_reason ?? {}),
          ])
          expect(reasons.reduce((a, b) => a + b, 0)).toBe(seen)
          expect(new Set(accepted.map(({ sequence }) => sequence)).size).toBe(accepted.length)
        },
      ),
    )
  })

  it('are of one window, and say which goes on with it', () => {
    const sampling = samplingUnderTest()
    const all = Array.from({ length: 100 }, (_, i) => `${'bcdfghjklm'[i % 10]}${'npqrstvwxz'[(i / 10) | 0]}`)
    sampling.clock.advance(60_000)
    log(sampling, all)
    const take = () => {
      const { part, window_seconds } = sampling.ledger.take(4_000)!
      return [part, window_seconds]
    }
    expect([take(), take(), take()]).toEqual([
      [undefined, 60],
      [1, 60],
      [2, 60],
    ])
    const refused = sampling.ledger.take(4_000)!
    sampling.ledger.putBack(refused)
    expect(take()).toEqual([refused.part, 60])
    while (sampling.ledger.hasMore()) take()
    sampling.clock.advance(30_000)
    log(sampling, all)
    expect(take()).toEqual([undefined, 30])
  })
})
