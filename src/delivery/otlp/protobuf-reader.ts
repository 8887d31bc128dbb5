/** One field of a protobuf message. */
export interface ProtobufField {
  readonly field: number
  readonly wireType: number
  /** Of wire type 0, as far as a double is exact. */
  readonly number: number
  /** Of wire type 2; else empty. */
  readonly content: Uint8Array
  /** Tag and all. */
  readonly whole: Uint8Array
}

const EMPTY: Uint8Array = new Uint8Array(0)
const SIZE_OF_TYPE: Readonly<Record<number, number>> = { 1: 8, 5: 4 }

/** Yields the fields of a message in order. @throws RangeError where the bytes are no message */
export function* fieldsOfMessage(bytes: Uint8Array): Generator<ProtobufField> {
  let at = 0
  const varint = () => {
    let value = 0
    for (let factor = 1; factor <= 2 ** 63; factor *= 0x80) {
      const byte = bytes[at++]
      if (byte === undefined) break
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
    throw new RangeError('not a varint')
  }
  while (at < bytes.length) {
    const start = at
    const tag = varint()
    const wireType = tag % 8
    let number = 0
    let content: Uint8Array = EMPTY
    if (wireType === 0) number = varint()
    else if (wireType === 2) {
      const length = varint()
      content = bytes.subarray(at, at + length)
      at += length
    } else at += SIZE_OF_TYPE[wireType] ?? Number.POSITIVE_INFINITY
    if (at > bytes.length) throw new RangeError('truncated')
    yield { field: Math.floor(tag / 8), wireType, number, content, whole: bytes.subarray(start, at) }
  }
}
