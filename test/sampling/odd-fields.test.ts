import { describe, expect, it } from 'vitest'
import type { LogRecord } from '../../src/record/log-record.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const ODD_VALUES: readonly unknown[] = [null, 0, 7, Number.NaN, 7n, true, '', 'x', {}, [], Symbol('s'), () => 1]
const WHOLE: Required<LogRecord> = {
  hrTime: [1_764_000_000, 0],
  timestamp: 1_764_000_000_000,
  severityNumber: 9,
  severityText: 'info',
  body: 'user 7 logged in',
  eventName: 'login',
  attributes: { a: 1 },
  spanContext: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' },
  exception: undefined,
  formatString: 'user %d logged in',
  resource: { attributes: {} },
  instrumentationScope: { name: 'app' },
}
const FIELDS = Object.keys(WHOLE) as (keyof LogRecord)[]

describe('a record with a field of another type', () => {
  it.each(FIELDS)('is decided like any other, and not let through as undecided: %s', (field) => {
    for (const value of ODD_VALUES) {
      const { pipeline, said } = samplingUnderTest()
      for (const record of [
        { ...WHOLE, [field]: value },
        { body: 'x', [field]: value },
      ]) {
        const decision = pipeline.sample(record as LogRecord)
        expect(decision.reason, `${field} = ${typeof value} ${String(value)}`).not.toBe('failed_open')
        expect(decision.keep && decision.estimatedBytes).not.toBeNaN()
      }
      expect(said).toEqual([])
    }
  })
})
