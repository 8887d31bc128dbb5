import type { Signature } from '../../signature/signature.js'
import { ownText } from './own-text.js'
import { type TimeScale, Trend } from './trend.js'

const MAX_SERVICES = 8
const MAX_EXAMPLE_CHARACTERS = 4_000

/** What a file says of one pattern. */
export class PatternTally {
  readonly signature: Signature
  /** The text of its first record, as it stands in the file. */
  readonly example: string
  records = 0
  /** Estimated OTLP bytes. */
  bytes = 0
  errors = 0
  /** Records by severity band: 0 = not said, 1 = trace … 6 = fatal. */
  readonly bands = new Uint32Array(7)
  /** Up to eight names. */
  readonly services = new Set<string>()
  readonly trend = new Trend()

  constructor(signature: Signature, example: string) {
    this.signature = signature
    this.example = ownText(example, MAX_EXAMPLE_CHARACTERS)
  }

  add(bytes: number, band: number, isError: boolean, service: string | undefined): void {
    this.records++
    this.bytes += bytes
    this.bands[band]!++
    if (isError) this.errors++
    if (service !== undefined && this.services.size < MAX_SERVICES) this.services.add(service)
  }

  at(scale: TimeScale, millis: number): void {
    this.trend.add(scale, millis)
  }

  /** The band that most of its records have. */
  get band(): number {
    return this.bands.indexOf(Math.max(...this.bands))
  }
}
