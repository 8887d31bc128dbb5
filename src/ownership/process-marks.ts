import type { KeepDecision } from '../sampling/decision.js'

/** A logger whose adapter ships its records. */
export type Owner = 'pino' | 'winston' | 'console' | 'nest'

/** What the adapters of this process know of records under way: each record is decided once and shipped once. */
export interface ProcessMarks {
  /** The adapter whose logger forwards a record, to streams and transports, within this synchronous call. */
  forwarding: Owner | undefined
  /** The adapter whose last record a bridge is about to emit. */
  next: Owner | undefined
  /** The logger whose bridge has emitted a record that the logger itself is about to write. */
  bridged: Owner | undefined
  /** The decision of the record that a wrapped logger emits within this synchronous call. */
  decision: KeepDecision | undefined
  /** Providers that decide what goes through them. */
  readonly deciders: WeakSet<object>
}

const SLOT = Symbol.for('lipservice.ownership')

/** The marks of this process: the ESM and the CommonJS build of the package, and copies of it, share them. */
export function processMarks(): ProcessMarks {
  const holder = globalThis as unknown as Record<symbol, Partial<ProcessMarks> | undefined>
  const marks = holder[SLOT] ?? {}
  holder[SLOT] = marks
  // Another version of the package may have made them, with fewer fields.
  return Object.assign(marks, { ...none(), ...marks })
}

function none(): ProcessMarks {
  return { forwarding: undefined, next: undefined, bridged: undefined, decision: undefined, deciders: new WeakSet() }
}
