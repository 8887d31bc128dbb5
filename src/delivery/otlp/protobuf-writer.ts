import { BYTES_PER_UNIT, LENGTH_DELIMITED, putLength, putText, putVarint, VALUE_ROOM } from './protobuf-bytes.js'
import { Slab } from './slab.js'

const VARINT = 0
export const FIXED_64 = 1
const FIXED_32 = 5

/** Writes protobuf in one pass into memory that grows. Strings become well-formed UTF-8 whatever they hold. */
export class ProtobufWriter {
  #slab = new Slab()
  bytes = this.#slab.bytes
  position = 0

  /** Starts anew, without what was written since the last message was taken. */
  restart(slab = this.#slab): void {
    this.#slab = slab
    this.bytes = slab.bytes
    this.position = slab.start
  }

  /** Returns a copy of what was written, and starts anew. */
  take(): Uint8Array {
    const taken = this.#slab.takeCopy(this.position)
    this.restart()
    return taken
  }

  /** Makes room for so many bytes. */
  room(count: number): void {
    if (this.position + count <= this.bytes.length) return
    this.#slab.grow(this.position, count)
    this.bytes = this.#slab.bytes
  }

  uint(field: number, value: number): void {
    this.tag(field, VARINT)
    this.position = putVarint(this.bytes, this.position, value)
  }

  int64(field: number, value: bigint): void {
    this.tag(field, VARINT)
    let rest = BigInt.asUintN(64, value)
    for (; rest > 0x7fn; rest >>= 7n) this.bytes[this.position++] = Number(rest & 0x7fn) | 0x80
    this.bytes[this.position++] = Number(rest)
  }

  fixed32(field: number, value: number): void {
    this.tag(field, FIXED_32)
    this.position = this.bytes.writeInt32LE(value | 0, this.position)
  }

  fixed64(field: number, value: bigint): void {
    this.tag(field, FIXED_64)
    this.position = this.bytes.writeBigUInt64LE(BigInt.asUintN(64, value), this.position)
  }

  double(field: number, value: number): void {
    this.tag(field, FIXED_64)
    this.position = this.bytes.writeDoubleLE(value, this.position)
  }

  string(field: number, text: string): void {
    this.room(text.length * BYTES_PER_UNIT + VALUE_ROOM)
    this.position = putText(this.bytes, this.position, field, text, false)
  }

  binary(field: number, bytes: Uint8Array): void {
    this.tag(field)
    this.position = putVarint(this.bytes, this.position, bytes.length)
    this.raw(bytes)
  }

  /** Writes bytes that are encoded already, tag and all. */
  raw(encoded: Uint8Array): void {
    this.room(encoded.length)
    this.bytes.set(encoded, this.position)
    this.position += encoded.length
  }

  /** Writes messages that are encoded already. Neighbours in one slab are copied at once. */
  rawInTurn(messages: readonly Uint8Array[]): void {
    for (let i = 0; i < messages.length; ) {
      const first = messages[i++]!
      const { buffer, byteOffset } = first
      let end = byteOffset + first.length
      for (; i < messages.length; i++) {
        const next = messages[i]!
        if (next.byteOffset !== end || next.buffer !== buffer) break
        end += next.length
      }
      this.raw(end === byteOffset + first.length ? first : new Uint8Array(buffer, byteOffset, end - byteOffset))
    }
  }

  /** @param hex of fewer than 128 bytes */
  hex(field: number, hex: string): void {
    this.tag(field)
    this.bytes[this.position++] = hex.length / 2
    this.room(hex.length)
    this.position += this.bytes.write(hex, this.position, 'hex')
  }

  /** Starts a nested message: most contents are shorter than 128 bytes. Returns its position, for `end`. */
  begin(field: number, lengthBytes = 1): number {
    this.tag(field)
    this.position += lengthBytes
    return this.position
  }

  end(start: number, lengthBytes = 1): void {
    this.room(VALUE_ROOM)
    this.position = putLength(this.bytes, start, lengthBytes, this.position)
  }

  /** Writes a tag, and makes room for a number behind it. */
  tag(field: number, wireType = LENGTH_DELIMITED): void {
    this.room(VALUE_ROOM)
    this.bytes[this.position++] = (field << 3) | wireType
  }
}
