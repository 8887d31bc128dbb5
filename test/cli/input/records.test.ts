import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import zlib, { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FoundRecord } from '../../../src/cli/formats/found-record.js'
import { MAX_LINE_BYTES } from '../../../src/cli/input/lines.js'
import { readRecords } from '../../../src/cli/input/records.js'
import { fileSource } from '../../../src/cli/input/source.js'
import { readPieces, recordsOf, TODAY } from '../support/read-text.js'

const LINES = [
  '{"level":30,"time":1764180000000,"msg":"order 4711 placed"}',
  '2026-11-26T18:00:00Z INFO started',
  '    at Server.listen (node:net:12:3)',
  'plain text',
  '',
  '172.17.0.1 - - [26/Nov/2026:18:00:00 +0000] "GET / HTTP/1.1" 200 12 "-" "curl"',
  '{"log":"inner line\\n","stream":"stdout","time":"2026-11-26T18:00:00.000Z"}',
  'ünïcödé – ☃ \u{1f600}',
  '[Nest] 12  - 11/26/2026, 6:00:00 PM     LOG [App] up',
]
const line = fc.oneof(
  fc.constantFrom(...LINES),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')),
)
const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'))

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end))
}

describe('reading records', () => {
  it('finds the same whatever pieces a file comes in', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(5_000), { maxLength: 8 }), async (whole, cuts) => {
        const bytes = Buffer.from(whole)
        const [one, many] = [await readPieces(bytes), await readPieces(...cutAt(bytes, cuts))]
        expect(many).toEqual(one)
      }),
      { numRuns: 300 },
    )
  })

  it('never throws, whatever bytes a file has, and counts the records that it hands on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        // What begins like something compressed is decompressed by the source, which is tried below.
        const { found, counts } = await readPieces(Buffer.from(bytes))
        expect(found.length).toBe(counts.records)
      }),
      { numRuns: 500 },
    )
  })

  it('makes one record of each line of JSON, and loses none', async () => {
    const object = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)))
    await fc.assert(
      fc.asyncProperty(fc.array(object, { maxLength: 20 }), async (objects) => {
        const found = await recordsOf(objects.map((one) => `${JSON.stringify(one)}\n`).join(''))
        expect(found.length).toBe(objects.length)
      }),
    )
  })

  it('joins the frames of a stack to their record', async () => {
    const found = await recordsOf(
      'ERROR it broke: TypeError: x is not a function\n    at run (app.js:1:2)\n    at main (app.js:3:4)\n  [cause]: Error: y\n}\nINFO next\n',
    )
    expect(found.map(({ record }) => record.body)).toEqual([
      'it broke: TypeError: x is not a function\n    at run (app.js:1:2)\n    at main (app.js:3:4)\n  [cause]: Error: y\n}',
      'next',
    ])
    expect(found[0]!.record.severityNumber).toBe(17)
  })

  it('cuts a line over a MiB, says so, and reads on behind it', async () => {
    const long = 'x'.repeat(MAX_LINE_BYTES + 5)
    const { found, counts } = await readPieces(`${long}\nafter\n`)
    expect(counts).toMatchObject({ cut: 1, lines: 2, records: 2 })
    expect(found[0]!.text.length).toBe(MAX_LINE_BYTES)
    expect(found[1]!.text).toBe('after')
  })

  it('cuts such a line at the same place whatever pieces it comes in', async () => {
    const long = Buffer.from(`a\n${'y'.repeat(MAX_LINE_BYTES + 1_000)}\nb\n`)
    const [one, many] = [await readPieces(long), await readPieces(...cutAt(long, [3, 1_000, MAX_LINE_BYTES + 2]))]
    expect(many).toEqual(one)
  })

  it('reads rows of CSV with quoted line ends, and PostHog’s columns of JSON', async () => {
    const found = await recordsOf(
      'timestamp,severity_text,service_name,body,attributes\n' +
        '2026-11-26T18:00:00Z,error,shop,"card ""4"" declined\nat pay","{""orderId"":4711}"\n',
    )
    expect(found).toMatchObject([
      {
        format: 'PostHog export',
        service: 'shop',
        millis: TODAY,
        record: { body: 'card "4" declined\nat pay', severityNumber: 17, attributes: { orderId: 4711 } },
      },
    ])
  })
})

describe('a file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-cli-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function bodiesOf(bytes: Buffer): Promise<unknown[]> {
    const path = join(folder, 'file')
    await writeFile(path, bytes)
    const found: FoundRecord[] = []
    await readRecords(await fileSource(path), (record) => found.push(record), TODAY)
    return found.map(({ record }) => record.body)
  }

  it('is decompressed by what it begins with, whatever its name', async () => {
    const plain = Buffer.from('one\ntwo\n')
    expect(await bodiesOf(gzipSync(plain))).toEqual(['one', 'two'])
    // Of several members, as logrotate's appended archives have.
    expect(await bodiesOf(Buffer.concat([gzipSync(plain), gzipSync(Buffer.from('three\n'))]))).toEqual([
      'one',
      'two',
      'three',
    ])
    if (typeof zlib.zstdCompressSync === 'function')
      expect(await bodiesOf(zlib.zstdCompressSync(plain))).toEqual(['one', 'two'])
  })

  it('that is cut off within a compressed block is an error with its name', async () => {
    const whole = gzipSync(Buffer.from('one\n'.repeat(10_000)))
    await expect(bodiesOf(whole.subarray(0, whole.length - 12))).rejects.toThrow(/file cannot be decompressed/)
  })
})
