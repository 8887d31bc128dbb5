import { describe, expect, it } from 'vitest'
import { parseSummary } from '../../../src/delivery/spool/collapse.js'
import { ManualClock } from '../../../src/testing.js'
import { SimulatedFiles } from '../../support/simulated-files.js'
import { errorFrame, readAll, settle, startSpool } from '../../support/spool-under-test.js'
import { atTier } from '../../support/tier.js'

const BUDGET = 512 * 1024
const STARTS = atTier({ test: 24, long: 50, soak: 50 })
/** Several times what fits into the budget of one of them. */
const ERRORS = 6_000
const FATAL = 'ffffffffffffffff'

type Spool = ReturnType<typeof startSpool>['spool']

/** Logs what a process logs that does not get far: the same error many times, and why it dies. Returns what is on disk. */
function flood(spool: Spool, start: number): { errors: number; fatal: boolean } {
  let errors = 0
  for (let i = 0; i < ERRORS; i++) {
    const ticket = spool.append(errorFrame(i))
    if (typeof ticket !== 'object') break
    spool.overflow.add(ticket, i)
    errors++
  }
  const ticket = spool.append({ ...errorFrame(ERRORS + start, { signature: FATAL }), isFatal: true })
  if (typeof ticket === 'object') spool.overflow.add(ticket, ERRORS + start)
  return { errors, fatal: typeof ticket === 'object' }
}

describe('the directory of an app that dies over and over', () => {
  it('never takes more than the budget, however little time each start has', () => {
    let files = new SimulatedFiles()
    let fatals = 0
    for (let start = 1; start <= STARTS; start++) {
      const { spool } = startSpool(files, { pid: start, maxBytes: BUDGET })
      spool.start()
      if (flood(spool, start).fatal) fatals++
      files = files.afterKill()
      expect(files.totalBytes).toBeLessThanOrEqual(BUDGET)
    }
    // Why each of them died is there.
    expect(fatals).toBe(STARTS)
  })

  it('is collapsed by each start that has the time, with exact counts', async () => {
    let files = new SimulatedFiles()
    let written = 0
    for (let start = 1; start <= STARTS; start++) {
      const { spool, clock } = startSpool(files, { pid: start, maxBytes: BUDGET })
      spool.start()
      const { errors, fatal } = flood(spool, start)
      written += errors + (fatal ? 1 : 0)
      expect(fatal).toBe(true)
      await settle(600)
      clock.advance(1_000)
      await settle(600)
      // What is rewritten is there twice for a moment.
      expect(files.totalBytes).toBeLessThanOrEqual(2 * BUDGET)
      files = files.afterKill()
    }
    const { spool } = startSpool(files, { pid: 99, maxBytes: BUDGET })
    spool.start()
    await settle(3_000)
    expect(files.totalBytes).toBeLessThanOrEqual(BUDGET)
    const records = await readAll(spool.adopted)
    const weight = records.reduce(
      (sum, { frame }) => sum + (frame.type === 'summary' ? parseSummary(frame).count : 1),
      0,
    )
    expect(weight).toBeGreaterThanOrEqual(written)
    const fatals = records.filter(({ frame }) => frame.signature === FATAL && frame.type === 'record')
    // The first ten and the last ten of one pattern, at least.
    expect(fatals.length).toBeGreaterThanOrEqual(20)
  })

  it('whose resource is another one at each start is collapsed by resource', async () => {
    let files = new SimulatedFiles()
    for (let start = 1; start <= 3; start++) {
      const { spool } = startSpool(files, { pid: start, maxBytes: BUDGET, resource: { 'service.version': `${start}` } })
      // The first one leaves what cannot be collapsed.
      for (let i = 0; i < 540; i++) {
        const signature = (start === 1 ? i : 7).toString(16).padStart(16, '0')
        expect(spool.append(errorFrame(i, { signature, bytes: 200 }))).toMatchObject({})
      }
      files = files.afterKill()
    }
    const { spool } = startSpool(files, { pid: 9, maxBytes: BUDGET })
    spool.start()
    await settle(3_000)
    expect(files.totalBytes).toBeLessThan(0.7 * BUDGET)
  })

  it('is shared by those that live', () => {
    const files = new SimulatedFiles()
    const clock = new ManualClock()
    const alive = new Set([1, 2, 3, 4])
    const spools = [...alive].map((pid) => startSpool(files, { pid, maxBytes: BUDGET, alive, clock }).spool)
    for (let i = 0; i < ERRORS; i++) {
      if (i % 10 === 0) clock.advance(500)
      for (const spool of spools) spool.append(errorFrame(i))
    }
    // Each may begin one more file before it looks again.
    expect(files.totalBytes).toBeLessThanOrEqual(BUDGET + 4 * 64 * 1024)
  })
})
