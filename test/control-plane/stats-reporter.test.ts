import { beforeEach, describe, expect, it } from 'vitest'
import type { StatsResponse } from '../../src/control-plane/client.js'
import { createStatsReporter, type StatsReporter } from '../../src/control-plane/stats-reporter.js'
import { MAX_REPORT_BYTES, type StatsReport } from '../../src/protocol.js'
import { ManualClock, seededRandom } from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'

const SECOND = 1_000
const BYTES_PER_RECORD = 1_000
const MAX_RECORDS = Math.floor(MAX_REPORT_BYTES / BYTES_PER_RECORD)

describe('the stats reporter', () => {
  let clock: ManualClock
  let counted: number
  let sequence: number
  let sent: StatsReport[]
  let answers: (StatsResponse | Promise<StatsResponse>)[]
  let versions: number[]
  let takenBytes: number
  let reporter: StatsReporter
  const accepted: StatsResponse = { kind: 'accepted', receipt: {} }

  beforeEach(() => {
    clock = new ManualClock()
    counted = 0
    sequence = 0
    sent = []
    answers = []
    versions = []
    takenBytes = Number.POSITIVE_INFINITY
    reporter = createStatsReporter({
      client: {
        async sendStats(report) {
          sent.push(report)
          const bytes = report.total_logs * BYTES_PER_RECORD
          if (bytes > takenBytes) return { kind: 'too_large', problem: 'the LipService server answered 413', bytes }
          return answers.shift() ?? accepted
        },
      },
      takeReport(maxBytes) {
        if (counted === 0) return undefined
        const total_logs = Math.min(counted, Math.max(1, Math.floor(maxBytes / BYTES_PER_RECORD)))
        counted -= total_logs
        return {
          service_name: 's',
          timestamp: 0,
          patterns: [],
          total_logs,
          unique_patterns: 0,
          instance_id: 'i',
          sequence: sequence++,
        }
      },
      hasMore: () => counted > 0,
      putBack: (report) => {
        counted += report.total_logs
      },
      onPolicyVersion: (version) => versions.push(version),
      diag: recordingDiag().diag,
      timers: clock,
      random: seededRandom(5),
    })
  })

  const log = (count: number) => {
    counted += count
    reporter.recordSeen()
  }

  it('sends the first report within 5 s of the first record, then about every minute', async () => {
    log(3)
    await clock.advanceAsync(5 * SECOND)
    expect(sent.map((report) => report.total_logs)).toEqual([3])
    log(4)
    await clock.advanceAsync(50 * SECOND)
    expect(sent).toHaveLength(1)
    await clock.advanceAsync(17 * SECOND)
    expect(sent.map((report) => report.total_logs)).toEqual([3, 4])
  })

  it('sends nothing when nothing was logged', async () => {
    await clock.advanceAsync(300 * SECOND)
    expect(sent).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('repeats a report without an answer unchanged, with the same sequence', async () => {
    answers = [{ kind: 'failed', problem: 'reset' }]
    log(3)
    await clock.advanceAsync(5 * SECOND)
    log(2)
    await clock.advanceAsync(70 * SECOND)
    expect(sent.slice(0, 2).map((report) => [report.sequence, report.total_logs])).toEqual([
      [0, 3],
      [0, 3],
    ])
    await reporter.flush()
    expect(sent.at(-1)).toMatchObject({ sequence: 1, total_logs: 2 })
  })

  it('puts the counts of a refused report into the next one', async () => {
    answers = [{ kind: 'refused', problem: '400' }]
    log(3)
    await clock.advanceAsync(5 * SECOND)
    log(2)
    await reporter.flush()
    expect(sent.at(-1)).toMatchObject({ sequence: 1, total_logs: 5 })
  })

  it('reports the newest policy version and follows the interval of the server', async () => {
    answers = [{ kind: 'accepted', receipt: { policy_version: 7, next_report_seconds: 10 } }]
    log(1)
    await clock.advanceAsync(5 * SECOND)
    expect(versions).toEqual([7])
    log(1)
    await clock.advanceAsync(10 * SECOND)
    expect(sent).toHaveLength(2)
  })

  it('sends all that was counted on flush, an older unanswered report first', async () => {
    answers = [{ kind: 'failed', problem: 'reset' }]
    log(1)
    await clock.advanceAsync(5 * SECOND)
    log(1)
    await reporter.flush()
    expect(sent.map((report) => report.sequence)).toEqual([0, 0, 1])
  })

  it('waits for the report under way on flush, then sends the rest', async () => {
    let reply = (_: StatsResponse) => {}
    answers = [
      new Promise((resolve) => {
        reply = resolve
      }),
    ]
    log(1)
    await clock.advanceAsync(5 * SECOND)
    log(1)
    const flushed = Promise.all([reporter.flush(), reporter.flush()])
    await clock.advanceAsync(0)
    expect(sent).toHaveLength(1)
    reply(accepted)
    await flushed
    expect(sent.map((report) => [report.sequence, report.total_logs])).toEqual([
      [0, 1],
      [1, 1],
    ])
  })

  it('waits for minutes after a refused key and keeps the report', async () => {
    answers = [{ kind: 'denied', problem: '401' }]
    log(1)
    await clock.advanceAsync(5 * SECOND)
    await clock.advanceAsync(170 * SECOND)
    expect(sent).toHaveLength(1)
    await clock.advanceAsync(130 * SECOND)
    expect(sent.map((report) => report.sequence)).toEqual([0, 0])
  })

  it.each<StatsResponse>([
    { kind: 'accepted', receipt: {} },
    { kind: 'refused', problem: '400' },
    { kind: 'failed', problem: 'reset' },
  ])('gives a report back once, whatever is answered after it stopped: %o', async (answer) => {
    let reply = (_: StatsResponse) => {}
    answers = [
      new Promise((resolve) => {
        reply = resolve
      }),
    ]
    log(3)
    await clock.advanceAsync(5 * SECOND)
    reporter.stop()
    reply(answer)
    await clock.advanceAsync(SECOND)
    expect(counted).toBe(3)
    await reporter.flush()
    expect(sent).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  it('goes on after a report that could not be made', async () => {
    const takes = [
      () => {
        throw new Error('broken')
      },
    ]
    const fragile = createStatsReporter({
      client: { sendStats: async () => accepted },
      takeReport: () => takes.shift()?.(),
      hasMore: () => false,
      putBack: () => {},
      onPolicyVersion: () => {},
      diag: recordingDiag().diag,
      timers: clock,
      random: seededRandom(5),
    })
    await fragile.flush()
    expect(clock.pending).toBe(1)
  })

  it('gives the counts of an unanswered report back when it stops, and leaves no timer', async () => {
    answers = Array.from({ length: 10 }, () => ({ kind: 'failed', problem: 'reset' }))
    log(3)
    await clock.advanceAsync(5 * SECOND)
    reporter.stop()
    expect(counted).toBe(3)
    expect(clock.pending).toBe(0)
  })

  const totals = () => sent.map((report) => report.total_logs)

  it('sends what does not fit into one report in several, none over the limit, each under a sequence of its own', async () => {
    log(Math.floor(2.5 * MAX_RECORDS))
    await clock.advanceAsync(5 * SECOND)
    expect(totals().reduce((a, b) => a + b, 0)).toBe(Math.floor(2.5 * MAX_RECORDS))
    expect(sent.map(({ sequence }) => sequence)).toEqual([0, 1, 2])
    expect(Math.max(...totals())).toBeLessThan(MAX_RECORDS)
    expect(reporter.stats()).toEqual({ sent: 3, failed: 0 })
  })

  it('goes on with the rest once a part without an answer has been accepted', async () => {
    answers = [accepted, { kind: 'failed', problem: 'reset' }]
    log(Math.floor(2.5 * MAX_RECORDS))
    await clock.advanceAsync(5 * SECOND)
    expect(sent.map(({ sequence }) => sequence)).toEqual([0, 1])
    await clock.advanceAsync(30 * SECOND)
    expect(sent.map(({ sequence }) => sequence)).toEqual([0, 1, 1, 2])
    expect(sent[1]).toEqual(sent[2])
    expect(counted).toBe(0)
  })

  it('halves what it sends at 413, at once, and remembers it', async () => {
    takenBytes = MAX_REPORT_BYTES / 5
    log(MAX_RECORDS)
    await clock.advanceAsync(5 * SECOND)
    expect(counted).toBe(0)
    expect(reporter.stats()).toMatchObject({ failed: 3 })
    sent = []
    log(MAX_RECORDS)
    await reporter.flush()
    expect(Math.max(...totals()) * BYTES_PER_RECORD).toBeLessThanOrEqual(takenBytes)
    expect(totals().reduce((a, b) => a + b, 0)).toBe(Math.floor(MAX_RECORDS))
    expect(reporter.stats()).toMatchObject({ failed: 3 })
  })

  it('gives up for an interval where even the smallest report is answered 413, and loses nothing', async () => {
    takenBytes = 0
    log(MAX_RECORDS)
    await clock.advanceAsync(5 * SECOND)
    const attempts = sent.length
    expect(attempts).toBeLessThanOrEqual(7)
    expect(counted).toBe(MAX_RECORDS)
    await clock.advanceAsync(67 * SECOND)
    expect(sent).toHaveLength(attempts + 1)
    expect(counted).toBe(MAX_RECORDS)
  })

  it('sends a bounded number of reports in a row, and the rest an interval later', async () => {
    log(100 * MAX_RECORDS)
    await clock.advanceAsync(5 * SECOND)
    expect(sent).toHaveLength(64)
    await clock.advanceAsync(67 * SECOND)
    expect(totals().reduce((a, b) => a + b, 0)).toBe(100 * MAX_RECORDS)
  })
})
