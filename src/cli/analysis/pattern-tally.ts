import type { Signature } from '../../signature/signature.js'
import { ownText } from './own-text.js'
import { type TimeScale, Trend, type TrendPart } from './trend.js'

const NO_SERVICES: ReadonlySet<string> = new Set()
const MAX_EXAMPLE_CHARACTERS = 4_000

/** What a part of a file says of one pattern, to be handed from thread to thread. */
export interface TallyPart {
  readonly signature: Signature
  readonly example: string
  readonly records: number
  readonly bytes: number
  readonly errors: number
  readonly bands: readonly number[]
  readonly services: readonly string[]
  readonly trend: TrendPart
}

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
  readonly bands = [0, 0, 0, 0, 0, 0, 0]
  #services: Set<string> | undefined
  readonly trend = new Trend()
  readonly #maxServices: number

  /** @param maxServices names of services that are kept */
  constructor(signature: Signature, example: string, maxServices: number) {
    this.signature = signature
    this.#maxServices = maxServices
    this.example = ownText(example, MAX_EXAMPLE_CHARACTERS)
  }

  add(bytes: number, band: number, isError: boolean, service: string | undefined): void {
    this.records++
    this.bytes += bytes
    this.bands[band]!++
    if (isError) this.errors++
    if (service !== undefined) this.#addService(service)
  }

  /** Adds what a later part of the file says. @param isNamed whether the name of a service is kept */
  merge(part: TallyPart, scale: TimeScale, isNamed: (service: string) => boolean): void {
    this.records += part.records
    this.bytes += part.bytes
    this.errors += part.errors
    for (let i = 0; i < this.bands.length; i++) this.bands[i]! += part.bands[i]!
    for (const service of part.services) if (isNamed(service)) this.#addService(service)
    this.trend.merge(scale, part.trend)
  }

  part(): TallyPart {
    const { signature, example, records, bytes, errors, trend } = this
    return {
      signature,
      example,
      records,
      bytes,
      errors,
      bands: [...this.bands],
      services: [...this.services],
      trend: trend.part(),
    }
  }

  #addService(service: string): void {
    this.#services ??= new Set()
    if (this.#services.size < this.#maxServices) this.#services.add(service)
  }

  get services(): ReadonlySet<string> {
    return this.#services ?? NO_SERVICES
  }

  /** The band that most of its records have. */
  get band(): number {
    return this.bands.indexOf(Math.max(...this.bands))
  }
}
