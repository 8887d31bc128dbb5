/** Whether a value is an error; a revoked proxy, which throws when it is asked, is none. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error
  } catch {
    return false
  }
}
