const INITIAL_BUFFER_BYTES = 4_096
const MAX_KEPT_BUFFER_BYTES = 256 * 1024
const UTF8_BYTES_PER_UNIT = 3

/** Writes protobuf in one pass into a buffer that grows. Strings become well-formed UTF-8 whatever they hold. */
export class ProtobufWriter {
  #bytes = Buffer.allocUnsafe(INITIAL_BUFFER_BYTES)
  position = 0

  /** Returns a copy of what was written, and starts anew. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.position)
    taken.set(this.#bytes.subarray(0, this.position))
    this.position = 0
    if (this.#bytes.length > MAX_KEPT_BUFFER_BYTES) this.#bytes = Buffer.allocUnsafe(INITIAL_BUFFER_BYTES)
    return taken
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
    this.position = this.#bytes.writeUInt32LE(value >>> 0, this.position)
  }

  fixed64(field: number, value: bigint): void {
    this.#tag(field, 1)
    this.#room(8)
    this.position = this.#bytes.writeBigUInt64LE(value, this.position)
  }

  double(field: number, value: number): void {
    this.#tag(field, 1)
    this.#room(8)
    this.position = this.#bytes.writeDoubleLE(value, this.position)
  }

  string(field: number, text: string): void {
    this.#tag(field, 2)
    const start = this.#open()
    this.#room(text.length * UTF8_BYTES_PER_UNIT)
    this.position += this.#bytes.write(text, this.position, 'utf8')
    this.#close(start)
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
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.position)
    this.position += bytes.length
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

  #varint(value: number): void {
    this.#room(10)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.position++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.position++] = rest
  }

  #room(count: number): void {
    if (this.position + count <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.position + count))
    grown.set(this.#bytes.subarray(0, this.position))
    this.#bytes = grown
  }
}

function lengthOfVarint(value: number): number {
  let length = 1
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) length++
  return length
}
