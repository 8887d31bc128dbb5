import type { Tone } from '../../parts/marks.js'
import type { Finding } from './findings.js'

/** Of the mark of a finding. */
export const KIND_TONES: Readonly<Record<Finding['kind'], Tone>> = {
  error_surge: 'bad',
  silence: 'bad',
  spike: 'warn',
  new_pattern: 'accent',
}
