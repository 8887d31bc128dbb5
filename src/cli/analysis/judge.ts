import type { LogRecord } from '../../record/log-record.js'
import { Subject } from '../../sampling/steps/subject.js'
import { createSigner } from '../../signature/signer.js'
import type { Judged } from './analysis-state.js'

/** Returns what says of a record what the live engine would. One object for all: it holds until the next record. `unreadBytes`: of attributes that were left out. */
export function createJudge(): (record: LogRecord, unreadBytes?: number) => Judged {
  const signer = createSigner()
  const subject = new Subject()
  const judged = {
    signature: signer.sign({}),
    severityNumber: 0,
    estimatedBytes: 0,
    isError: false,
    isFailed: false,
  }
  return (record, unreadBytes = 0) => {
    subject.take(record, 0)
    const { outcome } = subject
    judged.signature = signer.sign(record, outcome)
    judged.severityNumber = subject.severityNumber
    judged.estimatedBytes = subject.estimatedBytes + unreadBytes
    judged.isError = subject.errorKind === 'real'
    judged.isFailed = outcome !== undefined
    subject.clear()
    return judged
  }
}
