import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Admission } from '../../src/ingest/admission.js'
import { type AcceptedReport, PendingReports } from '../../src/ingest/pending-reports.js'
import { CountsBeingRead } from '../../src/ingest/report-counts.js'
import { patternOf, pendingOf } from '../support/reports.js'

/** Timers that fire when they are told to. */
function timersInHand() {
  const due = new Set<() => void>()
  return {
    after: (_: number, work: () => void) => {
      due.add(work)
      return () => {
        due.delete(work)
      }
    },
    fire: () => {
      for (const work of [...due]) work()
    },
    due,
  }
}

/** A database that takes what it is given when it is told to, or refuses it. */
function databaseInHand() {
  let waiting: { taken(): void; refused(error: Error): void } | undefined
  const counters = {
    add: (reports: readonly AcceptedReport[]) =>
      new Promise<number>((resolve, reject) => {
        waiting = { taken: () => resolve(reports.length), refused: reject }
      }),
  }
  return { store: { counters } as never, answer: () => waiting! }
}

const ROWS = 100
const reportOf = (sequence: number) => {
  const pattern = { ...patternOf(1, 1), writtenAt: Number.MAX_SAFE_INTEGER }
  return { ...pendingOf([pattern], { sequence }), patterns: new Array(ROWS - 1).fill(pattern) }
}

/** Full up to nine tenths of what may wait, with a flush under way. */
async function fullServer() {
  const timers = timersInHand()
  const { store, answer } = databaseInHand()
  const admission = new Admission(timers.after)
  const pending = new PendingReports(store, 10 * ROWS, () => {}, admission)
  for (let i = 0; i < 9; i++) expect(pending.add(reportOf(i))).toBe(true)
  const flushed = pending.flush().catch(() => {})
  await setImmediate()
  return { timers, answer, admission, pending, flushed }
}

describe('a report that finds no room', () => {
  it('waits unread for what is being written, the first first, and no longer than some seconds', async () => {
    const { timers, answer, admission, pending, flushed } = await fullServer()
    const entered: number[] = []
    const entering = Array.from({ length: 20 }, (_, i) => pending.room().then((isLetIn) => isLetIn && entered.push(i)))
    await Promise.resolve()
    expect(admission.waiting).toBe(20)
    answer().taken()
    await flushed
    // As many as fit into the room that was made.
    expect(entered).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    timers.fire()
    await Promise.all(entering)
    expect([admission.waiting, timers.due.size]).toEqual([0, 0])
    expect(await pending.room()).toBe(true)
  })

  it('is told so at once where the database takes nothing', async () => {
    const { answer, pending, flushed } = await fullServer()
    const before = pending.room()
    answer().refused(Object.assign(new Error('x'), { errcode: 13 }))
    await flushed
    expect(await before).toBe(false)
    expect(await pending.room()).toBe(false)
  })

  it('waits with a bounded number of others', async () => {
    const timers = timersInHand()
    const admission = new Admission(timers.after)
    for (let i = 0; i < 2_000; i++) admission.wait()
    expect(await admission.wait()).toBe(false)
    admission.refuse()
    expect([admission.waiting, timers.due.size]).toEqual([0, 0])
  })
})

it('counts are read as they are said, whatever their size, in four bytes each where they fit', () => {
  const count = fc.oneof(fc.nat(1_000), fc.constantFrom(2 ** 32 - 1, 2 ** 32), fc.integer({ min: 0, max: 1e10 }))
  fc.assert(
    fc.property(fc.array(count), (all) => {
      const read = new CountsBeingRead(all.length)
      for (const [i, one] of all.entries()) read.set(i, one)
      expect([...read.counts]).toEqual(all)
      expect(read.counts.BYTES_PER_ELEMENT).toBe(all.some((one) => one > 2 ** 32 - 1) ? 8 : 4)
    }),
  )
})
