import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createAnalysis } from '../../../src/cli/analysis/analysis.js'
import { OTHERS } from '../../../src/cli/analysis/pattern-table.js'
import { readRecords } from '../../../src/cli/input/records.js'
import { LONG } from '../../support/tier.js'
import { sourceOf, TODAY } from '../support/read-text.js'

const LETTERS = 'abcdefghijklmnop'
/** A word without a digit, of its own for each number. */
const wordOf = (n: number) => [12, 8, 4, 0].map((shift) => LETTERS[(n >> shift) & 15]!.repeat(2)).join('')
const lineOf = (n: number) =>
  `{"level":30,"time":${1_795_651_200_000 + n * 10},"name":"shop","pad":"${'x'.repeat(300)}","msg":"tenant ${wordOf(n)} moved"}\n`
const manyLines = (from: number, to: number) =>
  Buffer.from(Array.from({ length: to - from }, (_, i) => lineOf(from + i)).join(''))

describe('the table of patterns', () => {
  it.runIf(LONG)('takes no more than 1 KiB of a pattern, in the heap and outside of it', async () => {
    const analysis = createAnalysis()
    const before = await inUse()
    await readRecords(sourceOf(manyLines(0, 20_000)), analysis.add, TODAY)
    const after = await inUse()
    const { size } = analysis.result().patterns
    expect(size).toBeGreaterThan(18_000)
    const each = (after - before) / size
    expect(each).toBeLessThan(1_024)
    // More than it needs for a name and a template: what is measured is there.
    expect(each).toBeGreaterThan(150)
  })

  it('counts what comes after the first so many together, and says so', async () => {
    const analysis = createAnalysis({ patterns: 10 })
    await readRecords(sourceOf(manyLines(0, 50)), analysis.add, TODAY)
    const { patterns, hasOthers, records } = analysis.result()
    expect({ size: patterns.size, hasOthers, records }).toEqual({ size: 11, hasOthers: true, records: 50 })
    const [others, ...apart] = patterns.first(11)
    expect(others!.signature).toEqual({ id: '', check: '', template: OTHERS })
    expect({ services: others!.services, example: others!.example }).toEqual({ services: [], example: '' })
    expect(others!.records).toBeGreaterThan(10)
    expect(apart.reduce((sum, tally) => sum + tally.records, others!.records)).toBe(50)
  })
})

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

async function inUse(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
