/**
 * Returns a number that is uniform in [0, 1), from the low 56 bits of a trace id (OTEP 235): the same in every process that sees
 * the trace. -1 for a trace id that is not 32 hex digits, or is all zero.
 */
export function traceRandomness(traceId: string): number {
  if (traceId.length !== 32) return -1
  let value = 0
  let any = 0
  for (let i = 0; i < 32; i++) {
    const digit = hexDigit(traceId.charCodeAt(i))
    if (digit < 0) return -1
    any |= digit
    if (i >= 18) value = value * 16 + digit
  }
  return any === 0 ? -1 : Math.min(value / 2 ** 56, LARGEST_BELOW_ONE)
}

const LARGEST_BELOW_ONE = 1 - 2 ** -53

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 97 && code <= 102) return code - 87
  if (code >= 65 && code <= 70) return code - 55
  return -1
}
