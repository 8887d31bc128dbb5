import { describe, expect, it } from 'vitest'
import { createProblemLog } from '../../src/delivery/problem-log.js'
import { ManualClock } from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'

const MINUTE = 60_000

function start() {
  const clock = new ManualClock(1_000_000)
  const { diag, said } = recordingDiag('debug', clock)
  return { clock, said, log: createProblemLog(diag, clock.now) }
}

describe('the last problem of delivery', () => {
  it('is none at first, and none for what is no problem', () => {
    const { log, said } = start()
    expect(log.last()).toBe(undefined)
    log.once('left_in_spool', { count: 3 })
    expect(log.last()).toBe(undefined)
    expect(said).toHaveLength(1)
  })

  it('has its begin and its end, in the words that were said', () => {
    const { log, said, clock } = start()
    log.once('not_encoded', { cause: 'first' })
    clock.advance(MINUTE)
    log.once('not_encoded', { cause: 'second' })
    expect(log.last()).toMatchObject({ kind: 'not_encoded', at: 1_000_000, endedAt: undefined })
    expect(said[0]).toContain(log.last()!.message)
    log.resolved('not_encoded')
    expect(log.last()).toMatchObject({ at: 1_000_000, endedAt: 1_000_000 + MINUTE })
  })

  it('is the one that goes on, rather than one that is over', () => {
    const { log } = start()
    log.once('not_encoded')
    log.once('record_refused', { backend: 'PostHog' })
    log.resolved('record_refused')
    expect(log.last()).toMatchObject({ kind: 'not_encoded', endedAt: undefined })
  })

  it('is over when nothing was heard of it for ten minutes', () => {
    const { log, clock } = start()
    log.once('not_encoded')
    clock.advance(10 * MINUTE)
    expect(log.last()).toMatchObject({ at: 1_000_000, endedAt: 1_000_000 })
  })
})
