import { REQUEST_KEYS, STATUS_KEYS, VAGUE_STATUS_KEYS } from '../../signature/outcome-of-attribute.js'
import { CALL_SITE_KEYS } from './call-site.js'
import { isSayingKey } from './fields.js'

/** What is to be done with the value of a key. */
export const ACTION = {
  /** Its size is all that counts. */
  measure: 0,
  /** It is read, since it may tell of an outcome. */
  keep: 1,
  /** Pino puts it in front of each record. */
  leaveOut: 2,
  level: 3,
  time: 4,
  message: 5,
  service: 6,
  /** That it is there says that the record is about a request. */
  mention: 7,
  /** Of a trace: taken out of the attributes where all of it is there. */
  trace: 8,
  /** The line is to be read as any other. */
  giveUp: 9,
} as const
export type Action = (typeof ACTION)[keyof typeof ACTION]

const TELLING: ReadonlySet<string> = new Set([
  ...STATUS_KEYS,
  ...VAGUE_STATUS_KEYS,
  ...['outcome', 'result', 'event.outcome', 'success', 'ok'],
  ...['res', 'response', 'err', 'http'],
  ...CALL_SITE_KEYS,
])
const TRACE: ReadonlySet<string> = new Set(['trace_id', 'span_id', 'trace_flags'])
const OWN: Readonly<Record<string, Action>> = {
  level: ACTION.level,
  time: ACTION.time,
  msg: ACTION.message,
  name: ACTION.service,
  pid: ACTION.leaveOut,
  hostname: ACTION.leaveOut,
}
/** Of bunyan, of OpenTelemetry and of what wraps lines. */
const OTHERS: ReadonlySet<string> = new Set(['v', 'resourceLogs', 'resource_attributes', 'kubernetes', '__proto__'])

function actionOf(key: string): Action {
  if (Object.hasOwn(OWN, key)) return OWN[key]!
  // What else may say level, time, message or service is weighed against those, elsewhere.
  if (OTHERS.has(key) || isSayingKey(key) || /^\d/.test(key)) return ACTION.giveUp
  if (TELLING.has(key)) return ACTION.keep
  if (TRACE.has(key)) return ACTION.trace
  return REQUEST_KEYS.has(key) ? ACTION.mention : ACTION.measure
}

/** A key behind those that led to it. */
export interface KeyNode {
  readonly name: string
  /** With its quotes and the colon. */
  readonly bytes: Uint8Array
  readonly action: Action
  readonly next: KeyNode[]
  /** The one before it. */
  readonly before: KeyNode | undefined
  /** How many there are, with this one. */
  readonly depth: number
}

/** Longer lines of keys are no usual lines. */
const MAX_KEYS = 64
const MAX_KEY_BYTES = 64
/** More are made up. */
const MAX_NODES = 4_096
const MAX_NEXT = 32
const QUOTE = 34
const COLON = 58
const BACKSLASH = 92

/** The keys of lines in the order in which they come, learned from the lines: loggers write the same ones again and again. */
export class PinoKeys {
  readonly root: KeyNode[] = []
  #nodes = 0

  /**
   * Learns the key at a place, behind others. Returns `undefined` if it is none, or one too many.
   *
   * @param before the node before it
   */
  learn(before: KeyNode | undefined, bytes: Uint8Array, at: number, to: number): KeyNode | undefined {
    const siblings = before?.next ?? this.root
    const depth = (before?.depth ?? 0) + 1
    if (this.#nodes >= MAX_NODES || siblings.length >= MAX_NEXT || depth > MAX_KEYS || bytes[at] !== QUOTE)
      return undefined
    let end = at + 1
    while (end < to && bytes[end] !== QUOTE) {
      const byte = bytes[end]!
      if (byte === BACKSLASH || byte < 32 || byte > 126 || end - at > MAX_KEY_BYTES) return undefined
      end++
    }
    if (end + 1 >= to || bytes[end + 1] !== COLON) return undefined
    // The memory of a line is used again.
    const own = Uint8Array.from(bytes.subarray(at, end + 2))
    const name = Buffer.from(own).toString('latin1', 1, own.length - 2)
    // Of a key that comes twice the last one counts.
    const action = isIn(name, before) ? ACTION.giveUp : actionOf(name)
    const node: KeyNode = { name, bytes: own, action, next: [], before, depth }
    siblings.push(node)
    this.#nodes++
    return node
  }
}

function isIn(name: string, path: KeyNode | undefined): boolean {
  for (let node = path; node !== undefined; node = node.before) if (node.name === name) return true
  return false
}
