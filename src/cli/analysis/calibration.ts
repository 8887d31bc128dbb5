import { createEncoding } from '../../delivery/otlp/create-encoding.js'
import type { LogRecord } from '../../record/log-record.js'
import { createRedactor } from '../../redaction/redactor.js'
import { sampleWeight } from './sample-weight.js'

/** One record in so many is encoded, to know how far estimates are off. */
const ENCODED_ONE_IN = 1_024

/** In bytes. */
export interface CalibrationSums {
  estimated: number
  encoded: number
}

/** Compares estimates with what records take once they are encoded. */
export interface Calibration {
  /** @param offset of the record in its source, by which it is chosen */
  look(sums: CalibrationSums, record: LogRecord, estimate: number, offset: number): void
}

export function createCalibration(): Calibration {
  const redactor = createRedactor({ detect: false, paths: [], transform: undefined }, () => {})
  const encoding = createEncoding('protobuf', redactor)
  return {
    look(sums, record, estimate, offset) {
      const weight = sampleWeight(offset, ENCODED_ONE_IN)
      if (weight === 0) return
      sums.estimated += weight * estimate
      sums.encoded += weight * encoding.encodeRecord(record, {}, 0).bytes.length
    },
  }
}
