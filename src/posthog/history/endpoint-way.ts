import type { PatternsAnswer, ServiceVolume, SparklineBucket } from '../api/contract/logs.js'
import { type Cell, keyOf, type Period, type ShapeRow } from './history-state.js'
import { type KnownShape, knownShapeOf, shapeWithoutExamples } from './known-shape.js'

const HOUR_SECONDS = 3_600
/** Of an endpoint's pattern: it has none. */
const NO_VERSION = 0
/** Whatever it is, it marks counts as a draw's: they are scaled to the totals. */
const DRAWN = 2

/** Totals by hour. */
export interface Volumes {
  readonly cells: ReadonlyMap<number, readonly Cell[]>
  readonly records: number
  readonly unstamped: number
}

export type EndpointPatterns = PatternsAnswer

/**
 * Returns the totals that the endpoints of services and the sparkline tell together. Errors are told of the whole period: they are spread
 * as the records of their service are.
 */
export function volumesOf(
  { from, to }: Period,
  services: readonly ServiceVolume[],
  sparkline: readonly SparklineBucket[],
): Volumes {
  const errorShare = new Map(services.map(({ service, records, errors }) => [service, errors / Math.max(1, records)]))
  const hours = new Map<number, Map<string, { records: number; bytes: number }>>()
  let records = 0
  for (const { time, group, records: many, bytes = 0 } of sparkline) {
    const hour = Math.floor(Date.parse(time) / 1_000 / HOUR_SECONDS) * HOUR_SECONDS
    if (!(hour >= from && hour < to) || many <= 0) continue
    const own = hours.get(hour) ?? new Map<string, { records: number; bytes: number }>()
    const sum = own.get(group) ?? { records: 0, bytes: 0 }
    own.set(group, { records: sum.records + many, bytes: sum.bytes + bytes })
    hours.set(hour, own)
    records += many
  }
  const cells = new Map(
    [...hours].map(([hour, own]) => [
      hour,
      [...own].flatMap(([service, { records: all, bytes }]): Cell[] => {
        const errors = Math.round(all * Math.min(1, errorShare.get(service) ?? 0))
        const cell = (severity: string, many: number): Cell => {
          const share = (bytes * many) / all
          return { service, severity, records: many, weighted: many, bytes: share, weightedBytes: share, instances: 1 }
        }
        return [cell('info', all - errors), cell('error', errors)].filter((one) => one.records > 0)
      }),
    ]),
  )
  return { cells, records, unstamped: 0 }
}

/** Returns what the endpoint of patterns tells of a service. */
export function endpointRows(
  service: string,
  { patterns, totalRecords, scannedRecords, sampled }: EndpointPatterns,
): { rows: ShapeRow[]; known: Record<string, KnownShape> } {
  const rows: ShapeRow[] = []
  const known: Record<string, KnownShape> = {}
  const looked = sampled ? Math.min(1, scannedRecords / Math.max(1, totalRecords)) : 1
  for (const { pattern, severities, examples, records, errors } of patterns) {
    const key = { service, shape: pattern, version: NO_VERSION }
    const bodies = examples.map(({ body }) => body)
    const length = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0) / Math.max(1, bodies.length)
    known[keyOf(key)] = knownShapeOf(bodies, length, 'texts') ?? shapeWithoutExamples(pattern, 'texts')
    const told = Object.entries(severities)
    const own = told.length > 0 ? told : [['info', records - errors] as const, ['error', errors] as const]
    for (const [severity, many] of own) {
      const drawn = many * looked
      if (drawn > 0)
        rows.push({ ...key, severity, event: '', outcome: '', records: drawn, weighted: drawn, sample: DRAWN })
    }
  }
  return { rows, known }
}
