/** OpenTelemetry's names, and those that it had before. */
const FILES = ['code.file.path', 'code.filepath'] as const
const LINES = ['code.line.number', 'code.lineno'] as const
const MAX_CHARACTERS = 200

/** Attributes by which a record says where it was logged. */
export const CALL_SITE_KEYS: readonly string[] = [...FILES, ...LINES]

/** Returns where a record says that it was logged, as `src/pay.ts:42`; empty: it does not say. The end of a longer path. */
export function callSiteOf(attributes: Readonly<Record<string, unknown>> | undefined): string {
  if (attributes === undefined) return ''
  const file = FILES.map((name) => attributes[name]).find((value) => typeof value === 'string' && value !== '')
  if (file === undefined) return ''
  const line = LINES.map((name) => Number(attributes[name])).find((value) => Number.isSafeInteger(value) && value > 0)
  return `${String(file).slice(-MAX_CHARACTERS)}${line === undefined ? '' : `:${line}`}`
}
