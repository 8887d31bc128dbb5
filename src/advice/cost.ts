import type { AdviceInput, LoggedPattern } from './logged-pattern.js'

/** Returns the bytes of all patterns. */
export function bytesOfAll({ patterns }: AdviceInput): number {
  return patterns.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Returns what bytes cost of which mending saves some. */
export function costOf(input: AdviceInput, bytes: number, savedBytes: number) {
  const all = bytesOfAll(input)
  const usd = (some: number) => (input.usdPerByte === undefined ? undefined : some * input.usdPerByte)
  return { bytes, savedBytes, share: all === 0 ? 0 : bytes / all, usd: usd(bytes), savedUsd: usd(savedBytes) }
}

/** Returns what is said of every advice about one pattern. */
export function ofPattern(input: AdviceInput, pattern: LoggedPattern, savedBytes: number) {
  const { template, signature, check, services, records, bytes } = pattern
  return { template, signature, check, services, records, ...costOf(input, bytes, savedBytes) }
}
