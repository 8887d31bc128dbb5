import type { LogRecord } from '../../record/log-record.js'
import { severityOfLevel } from './fields.js'
import type { FoundRecord } from './found-record.js'
import { liveRecord } from './json-line.js'
import { numberOfDigits } from './json-values.js'
import { ACTION, type KeyNode, PinoKeys } from './pino-keys.js'
import {
  createNameMemo,
  endOfPlainValue,
  endOfValue,
  isDigit,
  jsonOf,
  plainOf,
  sizeOf,
  sizeOfPlain,
} from './pino-values.js'
import { millisOfNumber } from './times.js'

/** As the engine estimates an attribute, beside its key and its value. */
const ATTRIBUTE_BYTES = 8
const QUOTE = 34
const COMMA = 44
const CLOSING_BRACE = 125
/** With which lines of pino begin. */
const BEGIN = Buffer.from('{"level":')

/**
 * Returns what reads a line of pino from its bytes, at less than the cost of JSON.parse and what comes behind it: a value of which the size is all
 * that counts is not made. It says of a record what {@link readLine} does; `undefined`: the line is not one of the usual ones, and is to be read
 * by that.
 */
export function createQuickPino(): (bytes: Buffer, from: number, to: number) => FoundRecord | undefined {
  const keys = new PinoKeys()
  const names = createNameMemo()

  return (bytes, from, to) => {
    if (!beginsLikePino(bytes, from, to)) return undefined
    let [level, millis, unreadBytes] = [-1, -1, 0]
    let [message, service]: [string | undefined, string | undefined] = [undefined, undefined]
    const attributes: Record<string, unknown> = {}
    let siblings: readonly KeyNode[] = keys.root
    let before: KeyNode | undefined
    let at = from
    // An opening brace or a comma stands at each turn.
    for (;;) {
      at++
      const node = nodeAt(siblings, bytes, at) ?? keys.learn(before, bytes, at, to)
      if (node === undefined || node.action === ACTION.giveUp) return undefined
      before = node
      siblings = node.next
      at += node.bytes.length
      const first = at < to ? bytes[at]! : 0
      let end = endOfPlainValue(first, bytes, at, to)
      let value: unknown
      const isPlain = end >= 0
      if (!isPlain) {
        end = endOfValue(first, bytes, at, to)
        value = jsonOf(bytes, at, end)
        if (value === undefined) return undefined
      }
      switch (node.action) {
        case ACTION.measure:
          unreadBytes += ATTRIBUTE_BYTES + node.name.length + (isPlain ? sizeOfPlain(first, end - at) : sizeOf(value))
          break
        case ACTION.mention:
          attributes[node.name] = undefined
          unreadBytes += isPlain ? sizeOfPlain(first, end - at) : sizeOf(value)
          break
        case ACTION.keep:
        case ACTION.trace:
          attributes[node.name] = isPlain ? plainOf(first, bytes, at, end) : value
          break
        case ACTION.message:
          if (first !== QUOTE) return undefined
          message = isPlain ? bytes.toString('latin1', at + 1, end - 1) : (value as string)
          break
        case ACTION.service:
          if (first !== QUOTE || end === at + 2) return undefined
          service = isPlain ? names(bytes, at + 1, end - 1) : (value as string)
          unreadBytes += ATTRIBUTE_BYTES + node.name.length + service.length
          break
        case ACTION.level:
        case ACTION.time: {
          if (!isPlain || !isDigit(first)) return undefined
          const number = numberOfDigits(bytes, at, end)
          if (node.action === ACTION.level) level = number
          else millis = millisOfNumber(number) ?? -1
          break
        }
      }
      at = end
      if (bytes[at] === COMMA) continue
      if (bytes[at] !== CLOSING_BRACE || at + 1 !== to) return undefined
      break
    }
    // Two fields may say when it was.
    if (level < 0 || millis < 0) return undefined
    const record = liveRecord({ body: message, severityNumber: severityOfLevel(level), level, attributes })
    return new QuickRecord(record, millis, service, unreadBytes, bytes.subarray(from, to))
  }
}

/** Holds until the memory of its line is used again. */
class QuickRecord implements FoundRecord {
  readonly format = 'pino'
  readonly record: LogRecord
  readonly millis: number
  readonly service: string | undefined
  readonly unreadBytes: number
  readonly #bytes: Buffer

  constructor(record: LogRecord, millis: number, service: string | undefined, unreadBytes: number, bytes: Buffer) {
    this.record = record
    this.millis = millis
    this.service = service
    this.unreadBytes = unreadBytes
    this.#bytes = bytes
  }

  get text(): string {
    return this.#bytes.toString('utf8')
  }
}

function beginsLikePino(bytes: Buffer, from: number, to: number): boolean {
  if (to - from <= BEGIN.length) return false
  for (let i = 0; i < BEGIN.length; i++) if (bytes[from + i] !== BEGIN[i]) return false
  return true
}

function nodeAt(nodes: readonly KeyNode[], bytes: Buffer, at: number): KeyNode | undefined {
  next: for (const node of nodes) {
    const own = node.bytes
    for (let i = own.length - 1; i >= 0; i--) if (bytes[at + i] !== own[i]) continue next
    return node
  }
  return undefined
}
