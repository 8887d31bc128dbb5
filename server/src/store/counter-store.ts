import { yieldToEventLoop } from '../internal/clock.js'
import { addBackfill } from './backfill-counts.js'
import type { Engine } from './engine.js'
import { ToldFamilies } from './family-store.js'
import { InstanceTraffic, instanceKey, lockInstances, writeInstances } from './instance-rows.js'
import { MinuteSums, minutesOf } from './minute-sums.js'
import { ReportSums } from './report-sums.js'
import { NONE_SEEN, withSequence } from './seen-sequences.js'
import { bucketsOf, segmentsFor } from './segments.js'
import type { CounterStore, MinuteCount, TimelinePoint } from './store.js'
import { sumOf } from './sums.js'
import { COUNTS, type CounterTable, SECONDS } from './tables.js'

const ROWS_PER_STATEMENT = 1_000
const REPORTS_PER_TURN = 10

export function createCounterStore(engine: Engine): CounterStore {
  const minuteRows = () =>
    engine.reader.selectFrom('counters_minute').select(['bucket', 'service_id', 'pattern', 'seen', 'errors'])

  return {
    async add(reports, patterns) {
      if (reports.length === 0) return 0
      let [first, last] = [Number.POSITIVE_INFINITY, 0]
      for (const [from, until] of reports.map(minutesOf)) {
        first = Math.min(first, from)
        last = Math.max(last, until)
      }
      await engine.prepare('minute', first, last)
      return engine.db.transaction().execute(async (trx) => {
        const seen = await lockInstances(engine, trx, reports)
        const instances = new Map<string, InstanceTraffic>()
        const minutes = new MinuteSums()
        const sums = new ReportSums()
        const families = new ToldFamilies()
        let added = 0
        for (const [i, report] of reports.entries()) {
          if (i % REPORTS_PER_TURN === REPORTS_PER_TURN - 1) await yieldToEventLoop()
          const key = instanceKey(report)
          const next = withSequence(seen.get(key) ?? NONE_SEEN, report.sequence)
          if (next === undefined) continue
          seen.set(key, next)
          const traffic = instances.get(key) ?? new InstanceTraffic(report)
          traffic.add(report)
          instances.set(key, traffic)
          minutes.add(report)
          sums.add(report)
          families.add(report)
          added++
        }
        const known = patterns.toSorted((a, b) => a.serviceId - b.serviceId || (a.key < b.key ? -1 : 1))
        for (let at = 0; at < known.length; at += ROWS_PER_STATEMENT) {
          await engine.addPatterns(trx, known.slice(at, at + ROWS_PER_STATEMENT))
          await yieldToEventLoop()
        }
        for (const rows of minutes.batches(ROWS_PER_STATEMENT)) {
          await engine.addCounters(trx, rows)
          await yieldToEventLoop()
        }
        await sums.write(trx)
        await writeInstances(trx, instances, seen)
        await families.write(engine, trx)
        return added
      })
    },

    addBackfill: (backfill, entry) => addBackfill(engine, backfill, entry),

    async timeline(serviceId, signature, step, period, check) {
      const points = new Map<number, number[]>()
      for (const segment of await segmentsFor(engine.reader, period, step)) {
        const rows = await engine.reader
          .selectFrom(`counters_${segment.resolution}`)
          .select(['bucket', ...COUNTS.map((name) => sumOf(name).as(name))])
          .where('bucket', 'in', bucketsOf(segment))
          .where('service_id', '=', serviceId)
          .$if(signature !== undefined, (query) =>
            query.where('pattern', 'in', (eb) =>
              eb
                .selectFrom('patterns')
                .select('pattern')
                .where('service_id', '=', serviceId)
                .where('signature', '=', signature!)
                .$if(check !== undefined, (of) => of.where('template_check', '=', check!)),
            ),
          )
          .groupBy('bucket')
          .execute()
        for (const row of rows) {
          const time = Math.floor((row.bucket * SECONDS[segment.resolution]) / SECONDS[step]) * SECONDS[step]
          const sums = points.get(time) ?? COUNTS.map(() => 0)
          for (const [i, name] of COUNTS.entries()) sums[i]! += Number(row[name])
          points.set(time, sums)
        }
      }
      return [...points]
        .toSorted(([a], [b]) => a - b)
        .map(([time, sums]): TimelinePoint => {
          const [seen, kept, bytes, keptBytes, errors] = sums as [number, number, number, number, number]
          return { time, seen, kept, bytes, keptBytes, errors }
        })
    },

    async countedMinutes(first, until) {
      const counted: number[] = []
      for (const bucket of bucketsOf({ resolution: 'minute', first, until })) {
        const row = await minuteRows().where('bucket', '=', bucket).limit(1).executeTakeFirst()
        if (row !== undefined) counted.push(bucket)
      }
      return counted
    },

    async minutes(first, until, serviceIds) {
      const rows = await minuteRows()
        .where('bucket', 'in', bucketsOf({ resolution: 'minute', first, until }))
        .where('service_id', 'in', [...serviceIds])
        .execute()
      return rows.map(minuteOf)
    },

    async minutesOf(serviceId, first, until, limit) {
      const rows = await minuteRows()
        .where('bucket', 'in', bucketsOf({ resolution: 'minute', first, until }))
        .where('service_id', '=', serviceId)
        .orderBy('bucket', 'desc')
        .limit(limit)
        .execute()
      return rows.map(minuteOf).toReversed()
    },
  }
}

function minuteOf(row: Pick<CounterTable, 'bucket' | 'service_id' | 'pattern' | 'seen' | 'errors'>): MinuteCount {
  const { bucket: minute, service_id: serviceId, pattern, seen, errors } = row
  return { minute, serviceId, pattern, seen, errors }
}
