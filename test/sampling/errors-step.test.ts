import { describe, expect, it } from 'vitest'
import type { LogRecord } from '../../src/record/log-record.js'
import { AllowanceLedger } from '../../src/sampling/allowances/allowance-ledger.js'
import { PatternSampling } from '../../src/sampling/pattern-sampling.js'
import { errorsStep } from '../../src/sampling/steps/errors.js'
import { Subject } from '../../src/sampling/steps/subject.js'

const SHAPED = { name: 'E', message: 'x', stack: 'E: x\n    at y' }
const SHAPES: Readonly<Record<string, LogRecord>> = {
  'an attribute': { severityNumber: 9, attributes: { body: SHAPED } },
  'the exception': { severityNumber: 9, exception: SHAPED },
  'exception attributes': { severityNumber: 9, attributes: { 'exception.type': 'E' } },
  'the attributes as a whole': { severityNumber: 9, attributes: SHAPED },
}
const REAL: Readonly<Record<string, LogRecord>> = {
  severity: { severityNumber: 17, attributes: { body: SHAPED } },
  'an Error': { severityNumber: 9, exception: new Error('x') },
  'an Error beside data': { severityNumber: 9, attributes: { body: SHAPED, err: new Error('x') } },
  'an Error as the cause of data': { severityNumber: 9, attributes: { ...SHAPED, cause: new Error('x') } },
}

describe('the errors step', () => {
  const adaptation = { countError() {}, spend() {}, costOf: () => 1 }
  /** The budget's share for data of the shape of an error is one record, or none. */
  const reasonsOf = (record: LogRecord, budgetPerMinute: number) => {
    const step = errorsStep(new AllowanceLedger(() => budgetPerMinute), adaptation)
    const subject = new Subject()
    subject.take(record, 0)
    subject.pattern = new PatternSampling('0123456789abcdef')
    return Array.from({ length: 3 }, () => step.decide(subject)?.reason)
  }

  it.each(Object.entries(SHAPES))(
    'takes data of the shape of an error as far as its allowance goes: %s',
    (_, record) => {
      expect(reasonsOf(record, 15)).toEqual(['error', undefined, undefined])
      expect(reasonsOf(record, 5)).toEqual([undefined, undefined, undefined])
    },
  )

  it.each(Object.entries(REAL))('takes what is real without any: %s', (_, record) => {
    expect(reasonsOf(record, 5)).toEqual(['error', 'error', 'error'])
  })

  it('leaves everything else', () => {
    const record = { severityNumber: 13, attributes: { message: 'x' } }
    expect(reasonsOf(record, 1_000)).toEqual([undefined, undefined, undefined])
  })

  it('holds on to nothing of a record that was decided', () => {
    const subject = new Subject()
    subject.take({ exception: new Error('x') }, 0)
    expect(subject.errors.found).toBeDefined()
    subject.clear()
    expect(subject.errors.found).toBeUndefined()
  })
})
