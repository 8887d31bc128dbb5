import { sql } from 'kysely'
import type { Trend, TrendKey, TrendStore } from './contracts/trends.js'
import type { Engine } from './engine.js'
import { bucketsOf, segmentsFor } from './segments.js'
import { sumOf } from './sums.js'
import { SECONDS } from './tables.js'

interface Row {
  readonly pattern: string
  readonly start: number
  readonly seen: number
  readonly kept: number
}

export function createTrendStore({ reader }: Engine): TrendStore {
  return {
    async of(patterns, period, points) {
      const length = (period.to - period.from) / points
      const trends = patterns.map(() => ({
        seen: new Array<number>(points).fill(0),
        kept: new Array<number>(points).fill(0),
      }))
      const placeOf = new Map(patterns.map(({ serviceId, key }, i) => [`${serviceId} ${key}`, i]))
      const segments = await segmentsFor(reader, period, 'hour')
      for (const [serviceId, own] of Map.groupBy(patterns, (pattern) => pattern.serviceId)) {
        for (const segment of segments) {
          const seconds = SECONDS[segment.resolution]
          const ratio = Math.max(1, Math.round(length / seconds))
          // Each bucket is a look-up of the patterns that are asked for, whatever else there is.
          const { rows } =
            await sql<Row>`SELECT pattern, (bucket - ${sql.lit(segment.first)}) / ${sql.lit(ratio)} AS start, ${sumOf('seen')} AS seen,
              ${sumOf('kept')} AS kept
            FROM ${sql.table(`counters_${segment.resolution}`)}
            WHERE bucket IN (${sql.join(bucketsOf(segment))}) AND service_id = ${serviceId}
              AND pattern IN (${sql.join(keysOf(own))})
            GROUP BY pattern, 2`.execute(reader)
          for (const { pattern, start, seen, kept } of rows) {
            const trend = trends[placeOf.get(`${serviceId} ${pattern}`)!]!
            const time = Math.max(period.from, (segment.first + Number(start) * ratio) * seconds)
            const step = Math.min(points - 1, Math.floor((time - period.from) / length))
            trend.seen[step]! += Number(seen)
            trend.kept[step]! += Number(kept)
          }
        }
      }
      return trends satisfies Trend[]
    },
  }
}

function keysOf(patterns: readonly TrendKey[]): string[] {
  return patterns.map(({ key }) => key)
}
