/** XXH64 (Collet's specification) on BigInt: slow, but there before WebAssembly is, and where it is missing. */
const MASK = 0xffff_ffff_ffff_ffffn
const PRIME_1 = 0x9e37_79b1_85eb_ca87n
const PRIME_2 = 0xc2b2_ae3d_27d4_eb4fn
const PRIME_3 = 0x1656_67b1_9e37_79f9n
const PRIME_4 = 0x85eb_ca77_c2b2_ae63n
const PRIME_5 = 0x27d4_eb2f_1656_67c5n

export function xxh64(bytes: Uint8Array, seed: bigint): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.length
  let at = 0
  let hash: bigint
  if (length >= 32) {
    let [a, b, c, d] = [add(seed, PRIME_1 + PRIME_2), add(seed, PRIME_2), seed, (seed - PRIME_1) & MASK]
    for (; at + 32 <= length; at += 32) {
      a = round(a, view.getBigUint64(at, true))
      b = round(b, view.getBigUint64(at + 8, true))
      c = round(c, view.getBigUint64(at + 16, true))
      d = round(d, view.getBigUint64(at + 24, true))
    }
    hash = (rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n)) & MASK
    for (const lane of [a, b, c, d]) hash = add(multiply(hash ^ round(0n, lane), PRIME_1), PRIME_4)
  } else {
    hash = add(seed, PRIME_5)
  }
  hash = add(hash, BigInt(length))
  for (; at + 8 <= length; at += 8) {
    hash = add(multiply(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n), PRIME_1), PRIME_4)
  }
  if (at + 4 <= length) {
    const lane = multiply(BigInt(view.getUint32(at, true)), PRIME_1)
    hash = add(multiply(rotate(hash ^ lane, 23n), PRIME_2), PRIME_3)
    at += 4
  }
  for (; at < length; at++) {
    hash = multiply(rotate(hash ^ multiply(BigInt(bytes[at]!), PRIME_5), 11n), PRIME_1)
  }
  hash = multiply(hash ^ (hash >> 33n), PRIME_2)
  hash = multiply(hash ^ (hash >> 29n), PRIME_3)
  return hash ^ (hash >> 32n)
}

function round(accumulator: bigint, lane: bigint): bigint {
  return multiply(rotate(add(accumulator, multiply(lane, PRIME_2)), 31n), PRIME_1)
}

function add(a: bigint, b: bigint): bigint {
  return (a + b) & MASK
}

function multiply(a: bigint, b: bigint): bigint {
  return (a * b) & MASK
}

function rotate(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & MASK
}
