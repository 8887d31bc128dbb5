import type { Redactor } from '../../redaction/redactor.js'
import { BYTES_PER_UNIT, putText, putTextValue, VALUE_ROOM } from './protobuf-bytes.js'
import { VALUE } from './protobuf-fields.js'
import { writeAny } from './protobuf-values.js'
import { ProtobufWriter } from './protobuf-writer.js'
import type { Slab } from './slab.js'

/** Of a text; longer ones, and more of them, may have to be cut. */
const MAX_TEXT_CHARACTERS = 8_192
const MAX_RECORD_CHARACTERS = 24_576
/** Numbers that may be of a card. */
const MIN_CARD = 1e12
const MAX_CARD = 1e17

/**
 * Writes what usual records hold, in one pass, texts without their secrets. What returns `false` cannot be written so; then the record is given up.
 */
export class UsualWriter extends ProtobufWriter {
  readonly #redactor: Redactor
  readonly #detects: boolean
  /** Characters of names and texts that there is room for. */
  left = 0

  constructor(redactor: Redactor) {
    super()
    this.#redactor = redactor
    this.#detects = redactor.detects
  }

  /** Begins a record in memory that it shares. */
  beginRecord(slab: Slab): void {
    this.restart(slab)
    this.left = MAX_RECORD_CHARACTERS
  }

  /** Writes a text as an AnyValue. */
  text(text: string, isMasked: boolean): boolean {
    if (!this.#takesRoom(text)) return false
    const end = putTextValue(this.bytes, this.position, text, isMasked && this.#detects)
    if (end >= 0) {
      this.position = end
      return true
    }
    const shown = this.#redactor.text(text)
    this.room(shown.length * BYTES_PER_UNIT + VALUE_ROOM)
    this.position = shown === text ? ~end : putTextValue(this.bytes, this.position, shown, false)
    return true
  }

  /** Writes a field that is a text without anything like a secret in it. */
  field(field: number, text: string): boolean {
    if (!this.#takesRoom(text)) return false
    const end = putText(this.bytes, this.position, field, text, this.#detects)
    if (end >= 0) this.position = end
    return end >= 0
  }

  /** Writes an attribute. @param head up to its value */
  attribute(head: Uint8Array, value: unknown, isMasked: boolean): boolean {
    // Of a tag and a length.
    const start = this.position + 2
    this.raw(head)
    if (typeof value === 'string') {
      this.tag(VALUE)
      if (!this.text(value, isMasked)) return false
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value) || (isMasked && this.#detects && value >= MIN_CARD && value < MAX_CARD)) return false
      writeAny(this, VALUE, value)
    } else if (typeof value === 'boolean' || value === null) writeAny(this, VALUE, value)
    else return false
    this.end(start)
    return true
  }

  #takesRoom(text: string): boolean {
    this.left -= text.length
    if (text.length > MAX_TEXT_CHARACTERS || this.left < 0) return false
    this.room(text.length * BYTES_PER_UNIT + VALUE_ROOM)
    return true
  }
}
