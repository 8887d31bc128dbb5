import type { KeepDecision, SamplingDecision } from '../sampling/decision.js'

/** A logger whose adapter ships its records. */
export type Owner = 'pino' | 'winston' | 'console' | 'nest'

/** What a logger knows of one of its calls, while the object that stands for it goes from the logger to its transports. */
export interface Call {
  /** The Error that the logger was given, whatever its copies and formats made of it. */
  readonly error: unknown
  /** The text of the call before any format. */
  readonly text: unknown
  /** `undefined`: nobody has decided yet. */
  readonly decision: SamplingDecision | undefined
}

/** The last call that an object stands for. The same may stand for several in turn: an app logs one Error twice. */
export interface Passage {
  call: Call
  /** Returns whether the logger of these calls writes to a transport. */
  readonly reaches: (transport: object) => boolean
  /** How many calls each transport is still to take. */
  readonly waiting: Map<object, number>
}

/** A call that its logger is handing to transports within this synchronous call. */
export interface Passing extends Pick<Passage, 'call' | 'reaches'> {
  readonly info: object
  /** The transports that have taken it. */
  readonly takenBy: object[]
}

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
  /** Whether a wrapped client of PostHog hands on a record, within this synchronous call: it is decided. */
  isHandedOn: boolean
  /** Providers that decide what goes through them. */
  readonly deciders: WeakSet<object>
  /** Loggers and transports that an adapter stands in, with what it keeps of each by role. Nothing of ours is on them. */
  readonly taken: WeakMap<object, Map<string, unknown>>
  /** The call that is handed to transports at the moment, by the object that is passed around for it. */
  passing: Passing | undefined
  /** The same of calls that a transport is still to take. */
  readonly passages: WeakMap<object, Passage>
  /** Transports that ask for the calls of what they are given. */
  readonly askers: WeakSet<object>
}

const SLOT = Symbol.for('lipservice.ownership')

/** Returns the marks of this process: the ESM and the CommonJS build of the package, and copies of it, share them. */
export function processMarks(): ProcessMarks {
  const holder = globalThis as unknown as Record<symbol, Partial<ProcessMarks> | undefined>
  const marks = holder[SLOT] ?? {}
  holder[SLOT] = marks
  // Another version of the package may have made them, with fewer fields.
  return Object.assign(marks, { ...none(), ...marks })
}

function none(): ProcessMarks {
  return {
    forwarding: undefined,
    next: undefined,
    bridged: undefined,
    decision: undefined,
    isHandedOn: false,
    deciders: new WeakSet(),
    taken: new WeakMap(),
    passing: undefined,
    passages: new WeakMap(),
    askers: new WeakSet(),
  }
}
