/** Milliseconds of the browser's clock: for distances only, the server's may differ. */
export const now = (): number => Date.now()

/** Calls back once. Returns what calls it off. */
export function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
