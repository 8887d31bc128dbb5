import { describe, expect, it } from 'vitest'
import { sourceAdvice } from '../../src/savings/source-advice.js'
import type { PatternSummary } from '../../src/store/store.js'

const NOW = 1_800_000_000
const WEEK = { from: NOW - 7 * 86_400, to: NOW + 60 }
const of = (row: Partial<PatternSummary>): PatternSummary => ({
  serviceId: 1,
  service: 'shop',
  signature: '00000000000000aa',
  check: '',
  key: '00000000000000aa',
  template: 'request <*> completed',
  severity: 'INFO',
  class: 'unknown',
  firstSeen: NOW - 30 * 86_400,
  lastSeen: NOW,
  firstVersion: undefined,
  seen: 1_000,
  kept: 100,
  bytes: 300_000,
  keptBytes: 30_000,
  errors: 0,
  ...row,
})

describe('advice of the server', () => {
  it('costs what is sent, at the pace of the period, for a month', () => {
    const [advice] = sourceAdvice([of({})], WEEK, NOW, 0.25)
    expect(advice).toMatchObject({ kind: 'debug', bytes: 30_000, services: ['shop'] })
    expect(advice?.usd).toBeCloseTo((30_000 / 1e9) * 0.25 * (30 / 7), 12)
  })

  it('counts a month from the first pattern there was', () => {
    const [advice] = sourceAdvice([of({ firstSeen: NOW - 86_400 })], WEEK, NOW, 0.25)
    expect(advice?.usd).toBeCloseTo((30_000 / 1e9) * 0.25 * 30, 12)
  })

  it('says no money within the first hour, or without a price', () => {
    expect(sourceAdvice([of({ firstSeen: NOW - 600 })], WEEK, NOW, 0.25)[0]?.usd).toBeUndefined()
    expect(sourceAdvice([of({})], WEEK, NOW, 0)[0]?.usd).toBeUndefined()
    expect(sourceAdvice([], WEEK, NOW, 0.25)).toEqual([])
  })

  it('takes a class that it does not know for none', () => {
    expect(sourceAdvice([of({ class: 'of a later version' })], WEEK, NOW, 0.25)[0]?.kind).toBe('debug')
    expect(sourceAdvice([of({ class: 'business' })], WEEK, NOW, 0.25)).toEqual([])
  })
})
