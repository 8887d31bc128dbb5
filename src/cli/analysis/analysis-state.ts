import type { Signature } from '../../signature/signature.js'
import { ClockSpan } from '../formats/clock-span.js'
import type { FormatName, FoundRecord } from '../formats/found-record.js'
import type { LinePlace } from '../input/line-place.js'
import type { AnalysisPart } from './analysis-part.js'
import type { Calibration, CalibrationSums } from './calibration.js'
import { FieldCosts } from './field-costs.js'
import { ownText } from './own-text.js'
import { PAGE_ROWS } from './pattern-page.js'
import { type PatternLimits, PatternTable } from './pattern-table.js'
import { partOf } from './patterns-part.js'
import { SecretKinds } from './secret-kinds.js'
import { ServiceCounts } from './service-counts.js'
import { TimeScale } from './trend.js'

/** Lines that are shown because they are not what they seem. */
const MAX_BROKEN = 3
const MAX_BROKEN_CHARACTERS = 200

/** How much of what outsiders name is told apart. */
export interface AnalysisLimits extends PatternLimits {
  readonly services: number
  readonly fields: number
}

/** What the engine says of a record. */
export interface Judged {
  readonly signature: Signature
  readonly severityNumber: number
  readonly estimatedBytes: number
  readonly isError: boolean
  readonly isFailed: boolean
}

/** All that is counted of a file, or of a part of it. */
export class AnalysisState {
  records = 0
  errors = 0
  failed = 0
  readonly formats = new Map<FormatName, number>()
  readonly scale = new TimeScale()
  readonly clock = new ClockSpan()
  readonly broken: string[] = []
  readonly secrets = new SecretKinds()
  readonly services: ServiceCounts
  readonly fields: FieldCosts
  readonly table: PatternTable
  /** Of estimated sizes with real ones. */
  readonly sums: CalibrationSums = { estimated: 0, encoded: 0 }
  readonly #calibration: Calibration

  /** @param table an empty one */
  constructor(limits: AnalysisLimits, calibration: Calibration, table = new PatternTable(limits)) {
    this.services = new ServiceCounts(limits.services)
    this.fields = new FieldCosts(limits.fields)
    this.table = table
    this.#calibration = calibration
  }

  /** @param found its text is asked for only where it is needed */
  add(found: FoundRecord, place: LinePlace, judged: Judged): void {
    const { record, millis, clock, service, format } = found
    const { severityNumber, estimatedBytes, isError } = judged
    const row = this.table.rowOf(judged.signature, found)
    const band = severityNumber === 0 ? 0 : Math.min(6, ((severityNumber - 1) >> 2) + 1)
    this.table.add(row, estimatedBytes, band, isError, this.services.count(service))
    if (millis !== undefined) {
      this.scale.see(millis)
      this.table.pageOf(row).addTime(row % PAGE_ROWS, this.scale, millis)
    } else if (clock !== undefined) this.clock.see(clock)
    this.records++
    if (isError) this.errors++
    else if (judged.isFailed) this.failed++
    if (format === 'broken JSON') this.#addBroken(found.text)
    this.formats.set(format, (this.formats.get(format) ?? 0) + 1)
    this.#calibration.look(this.sums, record, estimatedBytes, place.offset)
    this.fields.look(record.attributes, place.offset)
    this.secrets.look(found, place)
  }

  merge(part: AnalysisPart): void {
    this.records += part.records
    this.errors += part.errors
    this.failed += part.failed
    this.sums.estimated += part.calibration.estimated
    this.sums.encoded += part.calibration.encoded
    this.scale.merge(part.scale)
    this.clock.merge(part.clock)
    for (const [format, count] of part.formats) this.formats.set(format, (this.formats.get(format) ?? 0) + count)
    const services = part.services.map(([name, count]) => this.services.count(name, count))
    this.table.merge(part.patterns, this.scale, services)
    for (const [name, bytes] of part.fields) this.fields.add(name, bytes)
    for (const line of part.broken) this.#addBroken(line)
    for (const [kind, count] of part.secrets) this.secrets.add(kind, count)
  }

  part(): AnalysisPart {
    const { first, last } = this.scale
    return {
      records: this.records,
      errors: this.errors,
      failed: this.failed,
      scale: { first, last },
      clock: this.clock.part(),
      formats: [...this.formats],
      services: [...this.services.counts],
      patterns: partOf(this.table, this.scale),
      fields: [...this.fields.estimates],
      broken: this.broken,
      secrets: [...this.secrets.counts],
      calibration: this.sums,
    }
  }

  #addBroken(text: string): void {
    if (this.broken.length < MAX_BROKEN) this.broken.push(ownText(text, MAX_BROKEN_CHARACTERS))
  }
}
