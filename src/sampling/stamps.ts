import { randomUUID } from 'node:crypto'
import { isGuaranteed, type KeepDecision } from './decision.js'

/** Attributes that a kept record carries so that counts can be rebuilt. */
export type Stamps = Readonly<Record<string, string | number>>

export const STAMP = {
  weight: 'lipservice.weight',
  signature: 'lipservice.signature',
  reason: 'lipservice.reason',
  shadow: 'lipservice.shadow',
  shadowWeight: 'lipservice.shadow_weight',
  /** OpenTelemetry's own: what makes a repeated delivery recognisable. */
  uid: 'log.record.uid',
} as const

type OwnStamps = Partial<Record<(typeof STAMP)[keyof typeof STAMP], string | number>>

/** `'none'` saves the bytes and leaves the estimator undefined. Guaranteed records carry their uid either way. */
export type StampMode = 'full' | 'none'

export function stampsOf(decision: KeepDecision, mode: StampMode): Stamps {
  const { weight, signature, reason, shadow } = decision
  const isFull = mode === 'full'
  // Of a literal V8 knows the shape, if no name in it is computed: most records have one of these two.
  if (isFull && shadow === undefined)
    return isGuaranteed(decision)
      ? ({
          'lipservice.weight': weight,
          'lipservice.signature': signature,
          'lipservice.reason': reason,
          'log.record.uid': randomUUID(),
        } satisfies OwnStamps)
      : ({
          'lipservice.weight': weight,
          'lipservice.signature': signature,
          'lipservice.reason': reason,
        } satisfies OwnStamps)
  const stamps: Record<string, string | number> = {}
  if (isFull && shadow !== undefined) {
    stamps[STAMP.weight] = weight
    stamps[STAMP.signature] = signature
    stamps[STAMP.reason] = reason
    stamps[STAMP.shadow] = shadow.decision
    stamps[STAMP.shadowWeight] = shadow.weight
  }
  if (isGuaranteed(decision)) stamps[STAMP.uid] = randomUUID()
  return stamps
}

/** Returns the stamps of a record that stands for `weight` errors of a pattern for which the spool had no room. */
export function summaryStamps(signature: string, weight: number, mode: StampMode): Stamps {
  const uid = { [STAMP.uid]: randomUUID() }
  if (mode === 'none') return uid
  return { [STAMP.weight]: weight, [STAMP.signature]: signature, [STAMP.reason]: 'error_collapsed', ...uid }
}
