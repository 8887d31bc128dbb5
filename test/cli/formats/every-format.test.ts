import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FormatName, FoundRecord } from '../../../src/cli/formats/found-record.js'
import { recordsOf, TODAY } from '../support/read-text.js'

const FILES = join(import.meta.dirname, 'files')

interface Expected {
  /** More than one: the program writes what the app says between its own lines. */
  readonly format: FormatName | readonly FormatName[]
  readonly records: number
  readonly errors: number
  /** Whether each record says when it was. */
  readonly timed: boolean
  readonly service: string | undefined
  /** Of the first record. */
  readonly body: unknown
}

const shop = { service: 'shop', body: 'order 4711 placed' }

/** What is read of the files that make.ts makes, by the software that it names. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'pino.log': { format: 'pino', records: 4, errors: 1, timed: true, ...shop },
  'winston.log': { format: 'winston', records: 3, errors: 1, timed: true, ...shop },
  'bunyan.log': { format: 'bunyan', records: 3, errors: 1, timed: true, ...shop },
  'nest.log': { format: 'Nest', records: 3, errors: 1, timed: true, service: undefined, body: 'order 4711 placed' },
  'console.log': { format: 'text', records: 4, errors: 1, timed: false, service: undefined, body: 'order 4711 placed' },
  'debug.log': {
    format: 'text',
    records: 2,
    errors: 0,
    timed: true,
    service: undefined,
    body: 'shop:orders order 4711 placed',
  },
  'morgan.log': {
    format: 'access log',
    records: 3,
    errors: 0,
    timed: true,
    service: undefined,
    body: expect.stringContaining('"GET /items/4711 HTTP/1.1" 200'),
  },
  'nginx.log': {
    format: 'access log',
    records: 5,
    errors: 0,
    timed: true,
    service: undefined,
    body: expect.stringContaining('"GET /items HTTP/1.1" 200'),
  },
  'apache.log': {
    format: 'access log',
    records: 10,
    errors: 0,
    timed: true,
    service: undefined,
    body: expect.stringContaining('"GET /items HTTP/1.1" 200'),
  },
  'next.log': {
    format: ['Next', 'text'],
    records: 13,
    errors: 1,
    timed: false,
    service: undefined,
    body: 'Next.js 16.4.6 (Turbopack)',
  },
  'logfmt.log': {
    format: 'logfmt',
    records: 13,
    errors: 1,
    timed: true,
    service: undefined,
    body: expect.stringContaining('level=info msg="Starting node_exporter"'),
  },
  'otlp.log': { format: 'OTLP JSON', records: 3, errors: 1, timed: true, ...shop },
  'docker.log': { format: 'Docker', records: 4, errors: 1, timed: true, ...shop },
  'kubernetes.log': { format: 'Kubernetes', records: 4, errors: 1, timed: true, ...shop },
  'journald.log': { format: 'journald', records: 2, errors: 1, timed: true, ...shop },
  'syslog.log': { format: 'syslog', records: 4, errors: 1, timed: true, ...shop },
  'posthog.csv': { format: 'PostHog export', records: 4, errors: 1, timed: true, ...shop },
}

const read = (name: string): Promise<FoundRecord[]> => recordsOf(readFileSync(join(FILES, name), 'utf8'))

describe('a log file', () => {
  it('is expected of each that was made', () => {
    expect(readdirSync(FILES).toSorted()).toEqual(Object.keys(EXPECTED).toSorted())
  })

  it.each(Object.entries(EXPECTED))('%s is recognised, and its records are read', async (name, expected) => {
    const found = await read(name)
    expect(new Set(found.map(({ format }) => format))).toEqual(new Set([expected.format].flat()))
    expect(found.length).toBe(expected.records)
    expect(found.filter(({ record }) => (record.severityNumber ?? 0) >= 17).length).toBe(expected.errors)
    expect(found[0]!.record.body).toEqual(expected.body)
    expect(found[0]!.service).toBe(expected.service)
    for (const { millis } of found) {
      if (!expected.timed) expect(millis).toBeUndefined()
      else expect(Math.abs(millis! - TODAY)).toBeLessThan(400 * 86_400_000)
    }
  })

  it('may hold lines of all formats, one behind the other', async () => {
    const lineFormats = Object.keys(EXPECTED).filter((name) => !name.endsWith('.csv'))
    const all = await recordsOf(lineFormats.map((name) => readFileSync(join(FILES, name), 'utf8')).join(''))
    const counts = (records: readonly FoundRecord[]) => {
      const byFormat = new Map<FormatName, number>()
      for (const { format } of records) byFormat.set(format, (byFormat.get(format) ?? 0) + 1)
      return byFormat
    }
    expect(counts(all)).toEqual(counts((await Promise.all(lineFormats.map(read))).flat()))
  })
})
