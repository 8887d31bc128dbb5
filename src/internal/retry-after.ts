/** A `Retry-After` header, in seconds or as an HTTP date, as milliseconds from now; `undefined` if it cannot be read. */
export function parseRetryAfter(header: string | string[] | undefined, epochMillis: number): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text.trim())) return Number(text.trim()) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - epochMillis)
}
