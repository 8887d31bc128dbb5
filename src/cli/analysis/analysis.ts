import { createEncoding } from '../../delivery/otlp/create-encoding.js'
import type { LogRecord } from '../../record/log-record.js'
import { createRedactor } from '../../redaction/redactor.js'
import { Subject } from '../../sampling/steps/subject.js'
import type { Signature } from '../../signature/signature.js'
import { createSigner } from '../../signature/signer.js'
import type { FormatName, FoundRecord } from '../formats/found-record.js'
import { FieldCosts } from './field-costs.js'
import { ownText } from './own-text.js'
import { PatternTally } from './pattern-tally.js'
import { SecretKinds } from './secret-kinds.js'
import { ServiceCounts } from './service-counts.js'
import { TimeScale } from './trend.js'

/** Patterns beyond are counted together. */
const MAX_PATTERNS = 50_000
/** Lines that are shown because they are not what they seem. */
const MAX_BROKEN = 3
const MAX_BROKEN_CHARACTERS = 200
/** One record in so many is encoded, to know how far estimates are off: more of the first ones, for small files. */
const ENCODED_ONE_IN = 1_024
const FIRST_ENCODED_ONE_IN = 16
const FIRST_RECORDS = 8_192
const OTHERS: Signature = Object.freeze({ id: '', check: '', template: 'all other patterns' })

export interface Analysis {
  add(found: FoundRecord): void
  result(): AnalysisResult
}

export interface AnalysisResult {
  readonly records: number
  /** Uncompressed OTLP, as PostHog bills it. */
  readonly bytes: number
  readonly errors: number
  /** Records that tell of a failed request or job without being errors. */
  readonly failed: number
  readonly scale: TimeScale
  /** Records by format. */
  readonly formats: ReadonlyMap<FormatName, number>
  /** Records by service, and those that name none under an empty name. */
  readonly services: ReadonlyMap<string, number>
  /** The dearest first. */
  readonly patterns: readonly PatternTally[]
  readonly fields: readonly { readonly name: string; readonly bytes: number }[]
  /** The first lines that begin as JSON and are none. */
  readonly broken: readonly string[]
  readonly secrets: readonly { readonly kind: string; readonly count: number }[]
}

/** Counts the records of files by the signatures and sizes of the live engine, in bounded memory. */
export function createAnalysis(): Analysis {
  const signer = createSigner()
  const subject = new Subject()
  const tallies = new Map<string, PatternTally>()
  /** The engine has one object for most patterns: looked up before any name is made. */
  const bySignature = new WeakMap<Signature, PatternTally>()
  const formats = new Map<FormatName, number>()
  const services = new ServiceCounts()
  const scale = new TimeScale()
  const fields = new FieldCosts()
  const secrets = new SecretKinds()
  const calibration = createCalibration()
  const broken: string[] = []
  let [records, errors, failed] = [0, 0, 0]

  function tallyOf(signature: Signature, text: string): PatternTally {
    const last = bySignature.get(signature)
    if (last !== undefined) return last
    const name = `${signature.id}:${signature.check}`
    const known = tallies.get(name)
    if (known !== undefined) {
      bySignature.set(signature, known)
      return known
    }
    const isOthers = tallies.size >= MAX_PATTERNS
    const key = isOthers ? '' : name
    const tally = tallies.get(key) ?? new PatternTally(isOthers ? OTHERS : signature, isOthers ? '' : text)
    tallies.set(key, tally)
    bySignature.set(signature, tally)
    return tally
  }

  return {
    add({ record, millis, service, format, text }) {
      subject.take(record, 0)
      const { outcome, severityNumber, estimatedBytes, errorKind } = subject
      const isError = errorKind === 'real'
      const tally = tallyOf(signer.sign(record, outcome), text)
      subject.clear()
      const name = services.count(service)
      const band = severityNumber === 0 ? 0 : Math.min(6, ((severityNumber - 1) >> 2) + 1)
      tally.add(estimatedBytes, band, isError, name)
      if (millis !== undefined) {
        scale.see(millis)
        tally.at(scale, millis)
      }
      const oneIn = records < FIRST_RECORDS ? FIRST_ENCODED_ONE_IN : ENCODED_ONE_IN
      if (records++ % oneIn === 0) calibration.look(record, estimatedBytes)
      if (isError) errors++
      else if (outcome !== undefined) failed++
      if (format === 'broken JSON' && broken.length < MAX_BROKEN) broken.push(ownText(text, MAX_BROKEN_CHARACTERS))
      formats.set(format, (formats.get(format) ?? 0) + 1)
      fields.look(record.attributes)
      secrets.look(text)
    },
    result() {
      const ratio = calibration.ratio()
      for (const tally of tallies.values()) tally.bytes *= ratio
      const patterns = [...tallies.values()].toSorted((a, b) => b.bytes - a.bytes)
      return {
        records,
        bytes: patterns.reduce((sum, { bytes }) => sum + bytes, 0),
        errors,
        failed,
        scale,
        formats,
        services: services.counts,
        patterns,
        fields: fields.dearest(12),
        broken,
        secrets: secrets.found(),
      }
    },
  }
}

/** Compares estimates with what records take once they are encoded. */
function createCalibration(): { look(record: LogRecord, estimate: number): void; ratio(): number } {
  const redactor = createRedactor({ detect: false, paths: [], transform: undefined }, () => {})
  const encoding = createEncoding('protobuf', redactor)
  let [estimated, encoded] = [0, 0]
  return {
    look(record, estimate) {
      estimated += estimate
      encoded += encoding.encodeRecord(record, {}, 0).bytes.length
    },
    ratio: () => (estimated > 0 ? encoded / estimated : 1),
  }
}
