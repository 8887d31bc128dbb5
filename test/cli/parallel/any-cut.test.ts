import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Analysis, createAnalysis } from '../../../src/cli/analysis/analysis.js'
import type { RecordCounts } from '../../../src/cli/input/record-counts.js'
import { readRecords } from '../../../src/cli/input/records.js'
import { createBlockCounter } from '../../../src/cli/parallel/count-blocks.js'
import type { Lane } from '../../../src/cli/parallel/lane.js'
import { Lanes } from '../../../src/cli/parallel/lanes.js'
import { readBlocks } from '../../../src/cli/parallel/read-blocks.js'
import { atTier } from '../../support/tier.js'
import { sourceOf, TODAY } from '../support/read-text.js'

const FILES = new URL('../formats/files/', import.meta.url)
const REAL = readdirSync(FILES)
  .filter((name) => name.endsWith('.log'))
  .flatMap((name) => readFileSync(new URL(name, FILES), 'utf8').trimEnd().split('\n'))
const LINES = [
  ...REAL,
  '{"level":30,"time":1795651200000,"name":"shop","msg":"order 4711 placed"}',
  '{"level":50,"time":1795651260000,"name":"mail","msg":"it broke","password":"hunter2hunter2"}',
  '{"level":30,"time":1795737600000,"service":"a","user":"jo@example.com","msg":"user 7 logged in"}',
  '{"level":30,"msg":"cut o',
  'TypeError: x is not a function',
  'Error: connect ECONNREFUSED: 10.0.0.7',
  '    at Server.listen (node:net:12:3)',
  '  [cause]: Error: y',
  '}',
  '',
  ' ',
  '{',
  '  {',
  '  },',
  '[',
  '],',
  '[Nest] 12  - 11/26/2026, 6:00:00 PM   ERROR [App] down',
  '{"log":"    at inner (app.js:1:2)\\n","stream":"stderr","time":"2026-11-26T18:00:00.000Z"}',
  '{"log":"inner line\\n","stream":"stdout","time":"2026-11-26T18:00:00.000Z"}',
  '2026-11-26T18:00:00Z stderr F   at wrapped (app.js:1:2)',
  '2026-11-26T18:00:00Z ERROR it broke AKIAIOSFODNN7EXAMPLE\r',
  'ünïcödé – ☃ \u{1f600}',
]
/** Lines that are one record. */
const JOINED = [
  '[Nest] 12  - 11/26/2026, 6:00:00 PM   ERROR [App] down\nTypeError: x is not a function\n    at run (app.js:1:2)',
  '{"log":"it broke\\n","stream":"stderr"}\n{"log":"    at inner (app.js:1:2)\\n","stream":"stderr"}',
  '2026-11-26T18:00:00Z stderr F it broke\n2026-11-26T18:00:01Z stderr F   at wrapped (app.js:1:2)',
  'it broke\n\n    at behind an empty line (app.js:1:2)\n}',
  "{\n  level: 'error',\n  message: 'it broke'\n}",
  '{\n  "level": 50,\n  "time": 1795651260000,\n  "msg": "it broke"\n}',
  '[\n  {\n    "level": 50,\n    "msg": "it broke"\n  },\n  {\n    "level": 30,\n    "msg": "up"\n  }\n]',
  '\u001b[31mError: x\u001b[39m\n\u001b[90m    at run (app.js:1:2)\u001b[39m',
  '┌───┬───┐\n│ a │ b │\n└───┴───┘',
]
const word = fc.constantFrom('order', 'user', 'mail', 'item', 'job', 'cache')
const line = fc.oneof(
  fc.constantFrom(...LINES),
  { weight: 2, arbitrary: fc.constantFrom(...JOINED) },
  fc
    .tuple(word, word, word)
    .map(([service, a, b]) => JSON.stringify({ level: 30, service, [a]: b, msg: `${a} of ${b}` })),
  fc.string({ maxLength: 30 }).map((text) => text.replaceAll('\n', ' ')),
)
const text = fc
  .tuple(fc.array(line, { maxLength: 24 }), fc.constantFrom('', '\n'))
  .map(([lines, end]) => lines.join('\n') + end)
/** So small that some of it is left out. */
const limits = fc.record({
  patterns: fc.integer({ min: 1, max: 30 }),
  services: fc.integer({ min: 1, max: 5 }),
  servicesOfPattern: fc.integer({ min: 1, max: 3 }),
  fields: fc.integer({ min: 1, max: 6 }),
  examples: fc.constant(true),
})

/** All that is said of a file. */
function saidOf(analysis: Analysis, { lines, records, cut }: RecordCounts): object {
  const { patterns, scale, ...rest } = analysis.result()
  return {
    ...rest,
    counts: { lines, records, cut },
    formats: [...rest.formats],
    services: [...rest.services],
    span: [scale.first, scale.last, scale.columns],
    patterns: Array.from(patterns, ({ signature, example, records, bytes, errors, band, services, trend }) => ({
      ...{ signature, example, records, bytes, errors, band, services, trend },
    })),
  }
}

const noCounts = (): RecordCounts => ({ lines: 0, records: 0, cut: 0, unread: 0 })

async function inOne(bytes: Buffer, of: Parameters<typeof createAnalysis>[0]): Promise<object> {
  const analysis = createAnalysis(of)
  return saidOf(analysis, await readRecords(sourceOf(bytes), analysis.add, TODAY))
}

/** A lane whose blocks leave this memory, as those of a thread do, and which takes its time. */
function laneApart(pauses: () => number): Lane {
  const count = createBlockCounter({ now: TODAY, examples: true })
  let last = Promise.resolve()
  return {
    count(block) {
      const memory = structuredClone(block.memory, { transfer: [block.memory] })
      const counted = last.then(async () => {
        for (let left = pauses(); left > 0; left--) await undefined
        const result = count({ ...block, memory })
        return structuredClone(result, { transfer: [result.memory] })
      })
      last = counted.then(() => {})
      return counted
    },
    close: async () => {},
  }
}

async function inBlocks(
  pieces: readonly Buffer[],
  {
    of,
    lanes,
    blockBytes,
    pauses,
  }: { of: Parameters<typeof createAnalysis>[0]; lanes: number; blockBytes: number; pauses: readonly number[] },
): Promise<object> {
  const analysis = createAnalysis(of)
  const counts = noCounts()
  let turn = 0
  const all = Array.from({ length: lanes }, () => laneApart(() => pauses[turn++ % pauses.length] ?? 0))
  const spread = new Lanes(
    all,
    ({ part, lines, cut }) => {
      analysis.merge(part)
      counts.lines += lines
      counts.records += part.records
      counts.cut += cut
    },
    blockBytes,
  )
  await readBlocks(sourceOf(...pieces), { analysis, lanes: spread, counts, now: TODAY }, async () => true)
  await spread.settled()
  return saidOf(analysis, counts)
}

describe('what is counted in blocks', () => {
  it('is what is counted in one go, whatever the blocks, the lanes and their pace', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        limits,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 600 }),
        fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 900 }),
        async (whole, of, lanes, blockBytes, pauses, pieceBytes) => {
          const bytes = Buffer.from(whole)
          const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, i) =>
            bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes),
          )
          expect(await inBlocks(pieces, { of, lanes, blockBytes, pauses })).toEqual(await inOne(bytes, of))
        },
      ),
      { numRuns: atTier({ test: 120, long: 1_000, soak: 20_000 }) },
    )
  })

  it('is so of a file so large that most of its lines are read from their bytes', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => {
      const other = i % 7 === 0 ? `${LINES[(i / 7) % LINES.length]!}\n` : ''
      const levels = [30, 50, 'info']
      const fields = { level: levels[i % 3], time: 1_795_651_200_000 + i * 50, pid: 1, name: `s${i % 4}`, ms: i / 4 }
      return `${other}${JSON.stringify({ ...fields, res: { statusCode: 200 + (i % 400) }, msg: `order ${i} placed` })}\n`
    })
    const bytes = Buffer.from(lines.join(''))
    expect(bytes.length).toBeGreaterThan(300_000)
    const of = { patterns: 30, services: 5, servicesOfPattern: 3, fields: 6, examples: true }
    const inParts = await inBlocks([bytes], { of, lanes: 2, blockBytes: 50_000, pauses: [1] })
    expect(inParts).toEqual(await inOne(bytes, of))
  })
})
