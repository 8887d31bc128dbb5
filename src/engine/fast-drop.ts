import type { CoarseClock } from '../internal/coarse-clock.js'
import type { Leases } from '../sampling/leases.js'
import type { Sampler } from '../sampling/sampler.js'
import { BASE_RECORD_BYTES, TRACE_BYTES } from '../sampling/steps/subject.js'
import { UNUSUAL, usualAttributeBytes } from '../sampling/steps/usual-attributes.js'
import { outcomeOfAccessLine } from '../signature/access-line.js'
import type { Signer } from '../signature/signer.js'
import type { PatternTable } from '../stats/pattern-table.js'

/**
 * Drops the usual record by a lease, before anything is built of it: no object is made on the way. Returns `true` for a record that was dropped
 * and counted; `false`: it is to be sampled, nothing has happened yet. Such a record has no exception; all else that may decide
 * is asked for here. Never throws.
 *
 * @param name the event name or format string that is signed in the place of the body
 * @param bytes estimated bytes of what is neither body nor attributes
 */
export type FastDrop = (
  severityNumber: number | undefined,
  body: unknown,
  attributes: Readonly<Record<string, unknown>> | undefined,
  name: string | undefined,
  isEvent: boolean,
  traceId: string | undefined,
  bytes: number,
) => boolean

export interface FastDropParts {
  readonly signer: Pick<Signer, 'known' | 'knownByName' | 'forget' | 'isNoAccessLine'>
  readonly sampler: Pick<Sampler, 'goesByBlocks'>
  readonly leases: Leases
  readonly table: Pick<PatternTable, 'known'>
  readonly coarseClock: CoarseClock
  readonly onRecord: () => void
}

const LAST_LEASED_SEVERITY = 16

export function createFastDrop({ signer, sampler, leases, table, coarseClock, onRecord }: FastDropParts): FastDrop {
  return (severityNumber, body, attributes, name, isEvent, traceId, bytes) => {
    if (typeof body !== 'string' || severityNumber === undefined) return false
    // Whole numbers only.
    if (!(severityNumber >= 1 && severityNumber <= LAST_LEASED_SEVERITY) || (severityNumber | 0) !== severityNumber)
      return false
    try {
      const signature = name === undefined ? signer.known(body) : signer.knownByName(name, isEvent, body)
      if (signature === undefined) return false
      if (!signer.isNoAccessLine && outcomeOfAccessLine(body) !== undefined) return false
      const entry = table.known(signature)
      if (entry === undefined) return false
      const now = coarseClock.peek()
      const lease = leases.find(entry, severityNumber, now)
      if (lease === undefined) return false
      const attributeBytes = usualAttributeBytes(attributes)
      if (attributeBytes === UNUSUAL) return false
      // A getter of the app may have logged, and so taken from the lease, or ended it.
      if (lease.left <= 0 || now >= lease.until) return false
      if (traceId !== undefined && !sampler.goesByBlocks(traceId, now)) return false
      const more = traceId === undefined ? bytes : bytes + TRACE_BYTES
      signer.forget()
      coarseClock.read()
      leases.take(lease, BASE_RECORD_BYTES + body.length + attributeBytes + more, now)
      onRecord()
      return true
    } catch {
      // A getter that throws: the usual way fails open.
      return false
    }
  }
}
