/** Castagnoli's polynomial, reflected. */
const POLYNOMIAL = 0x82f63b78
const SLICES = 4

/** Slicing-by-4 (Kounavis & Berry, 2005): four bytes a step. */
const TABLE = makeTable()

function makeTable(): Int32Array {
  const table = new Int32Array(256 * SLICES)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    table[byte] = crc
  }
  for (let slice = 1; slice < SLICES; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = table[(slice - 1) * 256 + byte]!
      table[slice * 256 + byte] = (before >>> 8) ^ table[before & 0xff]!
    }
  }
  return table
}

/** Returns the CRC-32C (RFC 3720, B.4) of `bytes[start, end)`, 0 … 2³²−1. `seed` = the CRC of what came before, 0 at the beginning. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, seed = 0): number {
  let crc = ~seed
  let i = start
  for (const whole = end - SLICES; i <= whole; i += SLICES) {
    const word = crc ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24))
    crc =
      TABLE[768 + (word & 0xff)]! ^
      TABLE[512 + ((word >>> 8) & 0xff)]! ^
      TABLE[256 + ((word >>> 16) & 0xff)]! ^
      TABLE[word >>> 24]!
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[i]!) & 0xff]!
  return ~crc >>> 0
}
