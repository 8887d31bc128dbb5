const MONTH_MILLIS = 30 * 86_400_000
const GB = 1e9
/** Of a shorter span nothing of a month can be told. */
const MIN_SPAN_MILLIS = 60_000

/** What bytes of a file come to in a month at the file's own pace. */
export interface Monthly {
  /** Bytes of a month over bytes of the file; `undefined`: the file does not say over which time it goes. */
  readonly factor: number | undefined
  /** Dollars of so many bytes of the file: in a month, or once, where the pace is not known. */
  usd(bytes: number): number
}

export function monthlyOf(spanMillis: number, usdPerGb: number): Monthly {
  const factor = spanMillis >= MIN_SPAN_MILLIS ? MONTH_MILLIS / spanMillis : undefined
  return { factor, usd: (bytes) => ((bytes * (factor ?? 1)) / GB) * usdPerGb }
}
