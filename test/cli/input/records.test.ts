import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import zlib, { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FoundRecord } from '../../../src/cli/formats/found-record.js'
import { MAX_LINE_BYTES } from '../../../src/cli/input/lines.js'
import { readRecords } from '../../../src/cli/input/records.js'
import { fileSource, inputSource } from '../../../src/cli/input/source.js'
import { readPieces, recordsOf, TODAY } from '../support/read-text.js'
import { runCli } from '../support/run-cli.js'

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

  it('reads CSV of what can be opened once, in whatever pieces it comes', async () => {
    const bytes = Buffer.from('timestamp,level,body\n2026-11-26T18:00:00Z,info,one\n2026-11-26T18:00:01Z,info,two\n')
    const found: FoundRecord[] = []
    const source = inputSource(Readable.from(cutAt(bytes, [21, 30, 60])))
    await readRecords(source, (record) => found.push(record), TODAY)
    expect(found.map(({ record }) => record.body)).toEqual(['one', 'two'])
  })

  it('counts rows of CSV that it leaves out, and holds no more than some MiB of one without an end', async () => {
    const { found, counts } = await readPieces(
      'timestamp,level,body\n2026-11-26T18:00:00Z,info,one\n2026-11-26T18:00:00Z,info,"two\n',
      ...Array.from({ length: 8 }, () => 'x'.repeat(1 << 20)),
    )
    expect(found.map(({ record }) => record.body)).toEqual(['one'])
    expect(counts.unread).toBeGreaterThan(0)
  })

  it('takes a time for one only from 1970 to 2100, however it is written', async () => {
    const numbers = [-1, 4_102_444_800_001, 1e40, 9e307].map((time) => `{"time":${time},"msg":"x"}`)
    const texts = [
      '1969-12-31T23:59:59Z x',
      '2100-01-01T00:00:00Z x',
      '9999-12-31 00:00:00 x',
      '12/31/9999, 6:00:00 PM x',
    ]
    const found = await recordsOf([...numbers, ...texts].join('\n'))
    expect(found.map(({ millis }) => millis)).toEqual([...numbers, ...texts].map(() => undefined))
  })

  it('goes on behind any line, whatever its fields are', async () => {
    const odd = { toString: 1, valueOf: 2 }
    const names = ['severity_number', 'level', 'time', 'msg', 'service', 'log', 'MESSAGE', 'PRIORITY', 'resourceLogs']
    const lines = [
      ...names.map((name) => JSON.stringify({ [name]: odd, stream: odd, kubernetes: odd, __REALTIME_TIMESTAMP: odd })),
      JSON.stringify({ MESSAGE: 'x', __REALTIME_TIMESTAMP: 1, PRIORITY: odd }),
      JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityNumber: odd }] }] }] }),
      JSON.stringify({
        resourceLogs: [
          { resource: { attributes: [{ key: odd, value: { intValue: odd } }] }, scopeLogs: [{ logRecords: [{}] }] },
        ],
      }),
      `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'{"arrayValue":{"values":['.repeat(20_000)}${']}}'.repeat(20_000)}}]}]}]}`,
    ]
    const found = await recordsOf([...lines, 'the last'].join('\n'))
    expect(found.length).toBeGreaterThanOrEqual(lines.length - 1)
    expect(found.at(-1)!.record.body).toBe('the last')
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

  it('that is cut off within a compressed block is read up to there, and says so', async () => {
    const path = join(folder, 'cut.gz')
    const whole = gzipSync(Buffer.from(Array.from({ length: 50_000 }, (_, i) => `line ${i * 7_919}\n`).join('')))
    await writeFile(path, whole.subarray(0, whole.length - 5_000))
    const source = await fileSource(path)
    const counts = await readRecords(source, () => {}, TODAY)
    expect(counts.records).toBeGreaterThan(30_000)
    expect(counts.records).toBeLessThan(50_000)
    expect(source.damage()).toBe('unexpected end of file')
    expect(await runCli(['analyze', path, '--json'])).toMatchObject({
      code: 4,
      out: expect.stringContaining(`"records":${counts.records}`),
      err: expect.stringMatching(/^lipservice: .*cut\.gz is damaged behind .*: unexpected end of file\n$/),
    })
  })

  it('of which nothing can be decompressed is an error with its name', async () => {
    await expect(bodiesOf(Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(99, 7)]))).rejects.toThrow(
      /file cannot be decompressed/,
    )
  })

  const said = '2026-11-26T18:00:00Z INFO prêt ✓\r\n2026-11-26T18:00:01Z ERROR it broke\n'
  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${said}`)],
    ['UTF-16, as PowerShell writes', Buffer.from(`\ufeff${said}`, 'utf16le')],
    ['UTF-16 of the other order', Buffer.from(`\ufeff${said}`, 'utf16le').swap16()],
  ])('may be %s, in whatever pieces it comes', async (_, bytes) => {
    expect(await bodiesOf(bytes)).toEqual(['prêt ✓', 'it broke'])
    const found: FoundRecord[] = []
    const bits = inputSource(Readable.from(Array.from(bytes, (byte) => Buffer.from([byte]))))
    await readRecords(bits, (record) => found.push(record), TODAY)
    expect(found.map(({ record }) => record.body)).toEqual(['prêt ✓', 'it broke'])
  })

  it.each([
    ['xz', Buffer.from('fd377a585a000004', 'hex'), 'is compressed by xz: xz -dc'],
    ['bzip2', Buffer.from('BZh91AY&SY'), 'is compressed by bzip2: bzip2 -dc'],
    ['a zip', Buffer.from('PK\u0003\u0004\u0014'), 'is a zip archive: unzip -p'],
    ['a tar', Buffer.concat([Buffer.alloc(257, 97), Buffer.from('ustar')]), 'is a tar archive: tar -xOf'],
    ['a tar.gz', gzipSync(Buffer.concat([Buffer.alloc(257, 97), Buffer.from('ustar')])), 'is a tar archive'],
    ['a program', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 31) % 256)), 'is no text'],
  ])('that is %s is refused, with what makes a log of it', async (_, bytes, said) => {
    await expect(bodiesOf(bytes)).rejects.toThrow(said)
  })

  it('with zeros, where it was cut off while it was written, and with colours is text', async () => {
    const bytes = Buffer.from(`${'\0'.repeat(9_000)}\n\u001b[31mone\u001b[39m\n`)
    expect((await bodiesOf(bytes)).at(-1)).toBe('one')
  })
})

describe('Ctrl-C', () => {
  it('leaves out what was read of the last line', async () => {
    const record = '{"level":30,"time":1795651200000,"msg":"order placed"}'
    const stop = new AbortController()
    const input = Readable.from(
      (async function* () {
        yield Buffer.from(`${record}\n${record}\n${record.slice(0, 20)}`)
        stop.abort()
        yield Buffer.from(record)
      })(),
    )
    for (const command of ['analyze', 'simulate']) {
      const { code, out } = await runCli([command, '--json'], { input, stop: stop.signal })
      expect(code).toBe(130)
      if (command === 'analyze') expect(JSON.parse(out)).toMatchObject({ records: 2, formats: { pino: 2 } })
    }
  })
})
