import { describe, expect, it } from 'vitest'
import type { LogRecord } from '../../src/record/log-record.js'
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
  let asked = 0
  const adaptation = { countError() {}, spend() {}, costOf: () => 1 }
  const stepWith = (takes: boolean) =>
    errorsStep(adaptation, () => {
      asked++
      return takes
    })
  const decide = (record: LogRecord, takes: boolean) => {
    asked = 0
    const subject = new Subject()
    subject.take(record, 0)
    subject.pattern = new PatternSampling('0123456789abcdef')
    return { reason: stepWith(takes).decide(subject)?.reason, asked, kind: subject.errorKind }
  }

  it.each(Object.entries(SHAPES))(
    'takes data of the shape of an error as far as its allowance goes: %s',
    (_, record) => {
      expect(decide(record, true)).toEqual({ reason: 'error', asked: 1, kind: 'shaped' })
      expect(decide(record, false)).toEqual({ reason: undefined, asked: 1, kind: 'shaped' })
    },
  )

  it.each(Object.entries(REAL))('takes what is real without any: %s', (_, record) => {
    expect(decide(record, false)).toEqual({ reason: 'error', asked: 0, kind: 'real' })
  })

  it('leaves everything else', () => {
    expect(decide({ severityNumber: 13, attributes: { message: 'x' } }, true)).toEqual({
      reason: undefined,
      asked: 0,
      kind: 'none',
    })
  })

  it('holds on to nothing of a record that was decided', () => {
    const subject = new Subject()
    subject.take({ exception: new Error('x') }, 0)
    expect(subject.errors.found).toBeDefined()
    subject.clear()
    expect(subject.errors.found).toBeUndefined()
  })
})
