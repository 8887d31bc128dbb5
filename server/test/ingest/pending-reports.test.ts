import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atTier } from '../../../test/support/tier.js'
import { type AcceptedReport, PendingReports } from '../../src/ingest/pending-reports.js'
import { patternOf, pendingOf } from '../support/reports.js'

const MAX_ROWS = 2_000_000
/** What a database says of a row that it can never take, and when it takes none; the third says nothing that is known. */
const ERRORS = {
  poisoned: () => Object.assign(new Error('x'), { errcode: 19 }),
  odd: () => new Error('odd'),
  down: () => Object.assign(new Error('x'), { errcode: 13 }),
}
type Nature = 'good' | 'poisoned' | 'odd'

interface Sent {
  readonly service: number
  /** Patterns: slices are of 50 000 rows. */
  readonly size: number
  readonly nature: Nature
}

const sent = fc.record<Sent>({
  service: fc.integer({ min: 1, max: 4 }),
  size: fc.constantFrom(1, 9_000, 30_000, 60_000),
  nature: fc.constantFrom<Nature>('good', 'good', 'good', 'poisoned', 'odd'),
})
const step = fc.record({
  reports: fc.array(sent, { maxLength: 8 }),
  /** After so many transactions the database takes none until the flush has ended. */
  downAfter: fc.option(fc.nat(4)),
  /** It comes while a transaction is written. */
  meanwhile: fc.option(sent),
})

/** A database in memory that takes all reports of a transaction or none. */
class Database {
  readonly written: AcceptedReport[] = []
  readonly natures = new Map<AcceptedReport, Nature>()
  /** Transactions until it takes none. */
  left = Number.POSITIVE_INFINITY
  onAdd: () => void = () => {}

  readonly counters = {
    add: async (reports: readonly AcceptedReport[]) => {
      this.onAdd()
      if (this.left-- <= 0) throw ERRORS.down()
      for (const report of reports) {
        const nature = this.natures.get(report)!
        if (nature !== 'good') throw ERRORS[nature]()
      }
      this.written.push(...reports)
      return reports.length
    },
  }
}

it('reports are written once each, those of a service in their order, whichever of them fail and whenever the database does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const database = new Database()
      const taken: AcceptedReport[] = []
      let givenUp = 0
      const store = database as unknown as ConstructorParameters<typeof PendingReports>[0]
      const pending = new PendingReports(store, MAX_ROWS, () => givenUp++)
      const take = ({ service, size, nature }: Sent) => {
        const pattern = { ...patternOf(service, 1), writtenAt: Number.MAX_SAFE_INTEGER }
        const report = { ...pendingOf([pattern], { sequence: taken.length }), patterns: new Array(size).fill(pattern) }
        database.natures.set(report, nature)
        if (!pending.add(report)) throw new Error('there is room for all')
        taken.push(report)
      }
      const of = (nature: Nature) => taken.filter((report) => database.natures.get(report) === nature)
      const flush = () => pending.flush().catch(() => {})

      for (const { reports, downAfter, meanwhile } of steps) {
        for (const one of reports) take(one)
        database.left = downAfter ?? Number.POSITIVE_INFINITY
        database.onAdd = () => {
          database.onAdd = () => {}
          if (meanwhile !== null) take(meanwhile)
        }
        await flush()
        expect(database.written.length + givenUp + pending.waiting).toBe(taken.length)
      }
      database.left = Number.POSITIVE_INFINITY
      for (let i = 0; i < 3 + of('odd').length; i++) await flush()
      expect(givenUp).toBe(of('poisoned').length)
      expect(pending.waiting).toBe(of('odd').length)
      const bySequence = (a: AcceptedReport, b: AcceptedReport) => a.serviceId - b.serviceId || a.sequence - b.sequence
      const byService = database.written.toSorted((a, b) => a.serviceId - b.serviceId)
      expect(byService).toEqual(of('good').toSorted(bySequence))

      for (const report of of('odd')) database.natures.set(report, 'good')
      for (let i = 0; i <= taken.length / 8; i++) await flush()
      expect(new Set(database.written).size).toBe(database.written.length)
      expect(database.written.length + givenUp).toBe(taken.length)
      expect([pending.waiting, pending.load, [1, 2, 3, 4].some((id) => pending.holds(id))]).toEqual([0, 0, false])
    }),
    { numRuns: atTier({ test: 25, long: 60, soak: 60 }), seed: 24 },
  )
})
