import { afterEach, describe, expect, it } from 'vitest'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

const MINUTE = 60_000

describe('a record is decided', () => {
  let test: LoggingUnderTest
  const reasonOf = (record: object) => {
    const { keep, reason, weight } = test.logging.sample(record)
    return { keep, reason, weight }
  }
  const flood = (count: number, record: object = { severityNumber: 9, body: 'noise 1' }) => {
    for (let i = 0; i < count; i++) test.logging.sample(record)
  }
  afterEach(() => test.close())

  it('error: by severity or by an exception that is attached, whatever else holds', async () => {
    test = await startUnderTest()
    flood(5_000)
    for (const record of [
      { severityNumber: 17, body: 'noise 1' },
      { severityNumber: 24, body: 'noise 1' },
      { severityText: 'FATAL', body: 'noise 1' },
      { severityNumber: 9, body: 'noise 1', exception: new Error('x') },
      { severityNumber: 9, body: 'noise 1', attributes: { 'exception.type': 'TypeError' } },
      { severityNumber: 9, body: 'noise 1', attributes: { 'exception.stacktrace': 'at x' } },
      { severityNumber: 9, body: 'noise 1', attributes: { err: new Error('x') } },
    ]) {
      expect(reasonOf(record)).toEqual({ keep: true, reason: 'error', weight: 1 })
    }
    expect(
      reasonOf({ severityNumber: 9, body: 'noise 1', attributes: { 'exception.message': 'bob' } }).reason,
    ).not.toBe('error')
  })

  it('pinned: by alwaysKeep or by attribute', async () => {
    test = await startUnderTest({ alwaysKeep: ({ attributes }) => attributes?.['tenant'] === 'vip' })
    flood(5_000)
    expect(reasonOf({ body: 'noise 1', attributes: { tenant: 'vip' } }).reason).toBe('pinned')
    expect(reasonOf({ body: 'noise 1', attributes: { 'lipservice.keep': true } }).reason).toBe('pinned')
    expect(reasonOf({ body: 'noise 1', attributes: { 'lipservice.keep': 'true' } }).reason).not.toBe('pinned')
  })

  it('first and novel: the first five of its pattern in each minute', async () => {
    test = await startUnderTest()
    for (let minute = 0; minute < 3; minute++) {
      const reasons = Array.from({ length: 7 }, (_, i) => reasonOf({ severityNumber: 5, body: `noise ${i}` }).reason)
      expect(reasons.slice(0, 5)).toEqual(['first', 'novel', 'novel', 'novel', 'novel'])
      expect(reasons.slice(5)).toEqual(['adaptive', 'adaptive'])
      flood(2_000)
      test.clock.advance(MINUTE)
    }
  })

  it('adaptive: a trickle is kept whole, a flood thinned to about the square root', async () => {
    test = await startUnderTest()
    for (let i = 0; i < 30; i++) {
      expect(reasonOf({ severityNumber: 9, body: `trickle ${i}` }).keep).toBe(true)
      test.clock.advance(2_000)
    }
    for (let second = 0; second < 180; second++) {
      flood(100)
      test.clock.advance(1_000)
    }
    const { kept } = test.logging.stats().patterns.find(({ template }) => template === 'noise <*>')!
    expect(kept / 3).toBeGreaterThan(250)
    expect(kept / 3).toBeLessThan(450)
  })

  it('treats a severity that it cannot read as INFO, and keeps at least a tenth of it', async () => {
    test = await startUnderTest()
    let kept = 0
    for (let i = 0; i < 20_000; i++) if (test.logging.sample({ severityText: 'strange', body: 'odd 1' }).keep) kept++
    expect(kept).toBeGreaterThan(1_900)
    expect(test.logging.stats().bySeverity.INFO.seen).toBe(20_000)
  })

  it('keeps the whole of a trace or nothing of it at equal p, and a superset when p rises', async () => {
    test = await startUnderTest()
    const traceId = (i: number) =>
      `${'ab'.repeat(8)}${(i * 2654435761 * 97 + 12345).toString(16).padStart(16, '0').slice(-16)}`
    flood(20_000, { severityNumber: 9, body: 'noise 1' })
    flood(20_000, { severityNumber: 9, body: 'other words 1' })
    let agree = 0
    for (let i = 0; i < 500; i++) {
      const spanContext = { traceId: traceId(i), spanId: 'b7ad6b7169203331' }
      const a = test.logging.sample({ severityNumber: 9, body: 'noise 1', spanContext })
      const b = test.logging.sample({ severityNumber: 9, body: 'other words 1', spanContext })
      const lower = a.probability < b.probability ? a : b
      const higher = lower === a ? b : a
      if (!lower.keep || higher.keep) agree++
    }
    expect(agree).toBe(500)
  })

  it('cannot be made to ride on novelty: a flood of unique messages is limited', async () => {
    test = await startUnderTest()
    flood(10, { severityNumber: 9, body: 'known line 1' })
    test.clock.advance(MINUTE)
    for (let i = 0; i < 30_000; i++) {
      const letters = i.toString(26).replace(/\d/g, (d) => 'qrstuvwxyz'[Number(d)]!)
      test.logging.sample({ severityNumber: 9, body: `unique${letters}zz thing` })
    }
    expect(test.logging.stats().keptByReason.first).toBeLessThanOrEqual(501)
    expect(reasonOf({ severityNumber: 9, body: 'known line 1' }).reason).toBe('first')
  })

  it('ships everything when sampling is off, and goes on counting', async () => {
    test = await startUnderTest({ enableAiSampling: false })
    flood(3_000)
    expect(test.logging.stats()).toMatchObject({ seen: 3_000, kept: 3_000, keptByReason: { disabled: 3_000 } })
  })

  it('ships everything in shadow mode and says what it would have dropped', async () => {
    test = await startUnderTest({ shadow: true })
    const decisions = Array.from({ length: 3_000 }, () => test.logging.sample({ severityNumber: 9, body: 'noise 1' }))
    expect(decisions.every(({ keep, weight }) => keep && weight === 1)).toBe(true)
    const wouldDrop = decisions.filter((decision) => decision.keep && decision.shadow?.decision === 'drop')
    expect(wouldDrop.length).toBeGreaterThan(1_000)
    expect(test.logging.stats().shadowDropped).toBe(wouldDrop.length)
    const weights = decisions.reduce((sum, decision) => sum + (decision.keep ? decision.shadow!.weight : 0), 0)
    expect(Math.abs(weights - 3_000)).toBeLessThan(100)
  })

  it('keeps what it cannot decide', async () => {
    test = await startUnderTest({
      alwaysKeep: () => {
        throw new Error('bug in the app')
      },
    })
    expect(reasonOf({ body: 'x' })).toEqual({ keep: true, reason: 'failed_open', weight: 1 })
    expect(test.said).toHaveLength(1)
    expect(test.logging.stats()).toMatchObject({ seen: 1, kept: 1 })
  })

  it('holds a budget of records roughly, whatever the patterns', async () => {
    test = await startUnderTest({ budget: { recordsPerSecond: 20 } })
    let before = 0
    for (let second = 0; second < 180; second++) {
      if (second === 120) before = test.logging.stats().kept
      for (let pattern = 0; pattern < 40; pattern++) {
        const name = `pattern${'abcdefghij'[pattern % 10]}${'klmn'[pattern % 4]}${'opqrs'[pattern % 5]}`
        flood(1 + Math.floor(200 / (pattern + 1)), { severityNumber: 9, body: `${name} happened 1 time` })
      }
      test.clock.advance(1_000)
    }
    const perSecond = (test.logging.stats().kept - before) / 60
    expect(perSecond).toBeGreaterThan(14)
    expect(perSecond).toBeLessThan(26)
  })
})
