const INITIAL_BUFFER_BYTES = 4_096
const MAX_KEPT_BUFFER_BYTES = 256 * 1024
/** What records share that are let go of together. */
const SLAB_BYTES = 64 * 1024
/** With less room left another slab is begun. */
const MIN_SLAB_ROOM = 4 * 1024
/** Shorter runs are copied faster one by one than by a call. */
const SHORT_RUN = 32
const UTF8_BYTES_PER_UNIT = 3
/** Shorter texts are written faster unit by unit than by a call, if they are ASCII; their length is one byte. */
const SHORT_TEXT = 32
const LOW_HALF = 0xffffffffn

/** Writes protobuf in one pass into a buffer that grows. Strings become well-formed UTF-8 whatever they hold. */
export class ProtobufWriter {
  #bytes = Buffer.allocUnsafeSlow(INITIAL_BUFFER_BYTES)
  /** Where the message under way begins: what is before belongs to others. */
  #from = 0
  position = 0

  /** Starts anew, without what was written since the last message was taken. */
  restart(): void {
    this.position = this.#from
  }

  /** Returns a copy of what was written, and starts anew. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.position - this.#from)
    taken.set(this.#bytes.subarray(this.#from, this.position))
    this.position = this.#from
    if (this.#bytes.length > MAX_KEPT_BUFFER_BYTES) this.#renew(INITIAL_BUFFER_BYTES)
    return taken
  }

  /**
   * Returns what was written, and starts anew behind it. It shares 64 KiB with what is taken before and after, which are held as long as
   * any of them: for messages that are let go of in their order.
   */
  takeShared(): Uint8Array {
    // What has outgrown the room that was left would hold all of a larger buffer.
    if (this.#bytes.length !== SLAB_BYTES) {
      const own = this.take()
      this.#renew(SLAB_BYTES)
      return own
    }
    const taken = new Uint8Array(this.#bytes.buffer, this.#from, this.position - this.#from)
    this.#from = this.position
    if (SLAB_BYTES - this.position < MIN_SLAB_ROOM) this.#renew(SLAB_BYTES)
    return taken
  }

  /** Returns whether a test of the last bytes says yes. */
  lastBytes(count: number, test: (bytes: Uint8Array, from: number, to: number) => boolean): boolean {
    return test(this.#bytes, this.position - count, this.position)
  }

  uint(field: number, value: number): void {
    this.#tag(field, 0)
    this.#varint(value)
  }

  int64(field: number, value: bigint): void {
    this.#tag(field, 0)
    let rest = BigInt.asUintN(64, value)
    this.#room(10)
    while (rest > 0x7fn) {
      this.#bytes[this.position++] = Number(rest & 0x7fn) | 0x80
      rest >>= 7n
    }
    this.#bytes[this.position++] = Number(rest)
  }

  fixed32(field: number, value: number): void {
    this.#tag(field, 5)
    this.#room(4)
    this.#word(value | 0)
  }

  fixed64(field: number, value: bigint): void {
    this.fixed64Halves(field, { low: Number(value & LOW_HALF), high: Number((value >> 32n) & LOW_HALF) })
  }

  /** A number of 64 bits by its lower and its upper 32. */
  fixed64Halves(field: number, { low, high }: { readonly low: number; readonly high: number }): void {
    this.#tag(field, 1)
    this.#room(8)
    this.#word(low | 0)
    this.#word(high | 0)
  }

  double(field: number, value: number): void {
    this.#tag(field, 1)
    this.#room(8)
    this.position = this.#bytes.writeDoubleLE(value, this.position)
  }

  /** Returns how many bytes the text takes. They are the last that were written. */
  string(field: number, text: string): number {
    this.#tag(field, 2)
    if (text.length <= SHORT_TEXT && this.#shortAscii(text)) return text.length
    const start = this.#open()
    this.#room(text.length * UTF8_BYTES_PER_UNIT)
    const written = this.#bytes.write(text, this.position, 'utf8')
    this.position += written
    this.#close(start)
    return written
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.#tag(field, 2)
    this.#varint(bytes.length)
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.position)
    this.position += bytes.length
  }

  /** Writes bytes that are encoded already, tag and all. */
  raw(bytes: Uint8Array): void {
    const { length } = bytes
    this.#room(length)
    if (length > SHORT_RUN) this.#bytes.set(bytes, this.position)
    else for (let i = 0; i < length; i++) this.#bytes[this.position + i] = bytes[i]!
    this.position += length
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

  hex(field: number, hex: string): void {
    this.#tag(field, 2)
    this.#varint(hex.length / 2)
    this.#room(hex.length / 2)
    this.position += this.#bytes.write(hex, this.position, 'hex')
  }

  /** Starts a nested message. Returns its position, for `end`. */
  begin(field: number): number {
    this.#tag(field, 2)
    return this.#open()
  }

  end(start: number): void {
    this.#close(start)
  }

  /** Reserves one byte for the length: most contents are shorter than 128. */
  #open(): number {
    this.#room(1)
    return ++this.position
  }

  #close(start: number): void {
    const length = this.position - start
    if (length < 0x80) {
      this.#bytes[start - 1] = length
      return
    }
    const extra = lengthOfVarint(length) - 1
    this.#room(extra)
    this.#bytes.copyWithin(start + extra, start, this.position)
    const end = this.position + extra
    this.position = start - 1
    this.#varint(length)
    this.position = end
  }

  #tag(field: number, wireType: number): void {
    this.#varint((field << 3) | wireType)
  }

  /** Writes 32 bits, for which there is room. */
  #word(bits: number): void {
    const bytes = this.#bytes
    const at = this.position
    bytes[at] = bits
    bytes[at + 1] = bits >>> 8
    bytes[at + 2] = bits >>> 16
    bytes[at + 3] = bits >>> 24
    this.position = at + 4
  }

  /** Writes a text and its length. Returns `false`, with nothing written, if it is not ASCII. */
  #shortAscii(text: string): boolean {
    const { length } = text
    this.#room(length + 1)
    const bytes = this.#bytes
    const at = this.position + 1
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i)
      if (code > 0x7f) return false
      bytes[at + i] = code
    }
    bytes[at - 1] = length
    this.position = at + length
    return true
  }

  #varint(value: number): void {
    this.#room(10)
    if (value < 0x80) {
      this.#bytes[this.position++] = value
      return
    }
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.position++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.position++] = rest
  }

  #room(count: number): void {
    if (this.position + count <= this.#bytes.length) return
    // The message under way moves; positions of it are counted from where the buffer begins, and so stay.
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.position + count))
    grown.set(this.#bytes.subarray(this.#from, this.position), this.#from)
    this.#bytes = grown
  }

  #renew(size: number): void {
    this.#bytes = Buffer.allocUnsafeSlow(size)
    this.#from = 0
    this.position = 0
  }
}

function lengthOfVarint(value: number): number {
  let length = 1
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) length++
  return length
}
