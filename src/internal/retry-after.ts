/** Parses a `Retry-After` header, seconds or an HTTP date. Returns milliseconds from `epochMillis`; `undefined` if it cannot be read. */
export function parseRetryAfter(header: string | string[] | undefined, epochMillis: number): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text.trim())) return Number(text.trim()) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - epochMillis)
}
