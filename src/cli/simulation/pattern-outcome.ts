import type { LogRecord } from '../../record/log-record.js'
import type { SamplingDecision } from '../../sampling/decision.js'
import { ownText } from '../analysis/own-text.js'

const MAX_EXAMPLE_CHARACTERS = 300
const MAX_FIRST_CHARACTERS = 4_096

/** What became of the records of one pattern. */
export class PatternOutcome {
  /** As the engine has it at the end: families of words are known by then. */
  template = ''
  /** Its first record; `undefined`: it is too long to be kept. */
  readonly first: LogRecord | undefined
  /** The text of its first record. */
  readonly example: string
  seen = 0
  kept = 0
  errors = 0
  /** Sum of the weights of kept records: an estimate of `seen`. */
  weight = 0
  /** Estimated bytes of all its records. */
  bytesSeen = 0
  /** Encoded bytes of kept ones, with their stamps. */
  bytesKept = 0
  /** Records by severity band: 0 = not said, 1 = trace … 6 = fatal. */
  readonly bands = new Uint32Array(7)

  constructor(first: LogRecord, example: string) {
    this.first = example.length <= MAX_FIRST_CHARACTERS ? first : undefined
    this.example = ownText(example, MAX_EXAMPLE_CHARACTERS)
  }

  count(decision: SamplingDecision, isError: boolean, band: number, estimatedBytes: number): void {
    this.seen++
    this.bands[band]!++
    this.bytesSeen += estimatedBytes
    if (isError) this.errors++
    if (!decision.keep) return
    this.kept++
    this.weight += decision.weight
  }

  /** Adds the records of another. */
  merge(other: PatternOutcome): void {
    for (const name of ['seen', 'kept', 'errors', 'weight', 'bytesSeen', 'bytesKept'] as const)
      this[name] += other[name]
    for (const [i, many] of other.bands.entries()) this.bands[i]! += many
  }

  /** The band that most of its records have. */
  get band(): number {
    return this.bands.indexOf(Math.max(...this.bands))
  }
}
