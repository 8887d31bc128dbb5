/** How grave a message is. */
export type MessageSeverity = 'error' | 'warn' | 'info' | 'debug'

export interface MessageRow {
  /** `error`: records are lost, or will be. `warn`: they may be. `info`, `debug`: nothing is wrong. */
  readonly severity: MessageSeverity
  /** Severity for OpenTelemetry's `diag`, which is silent by default and may hear more. */
  readonly diag: MessageSeverity
  /** What is the matter, and what becomes of the records. `{name}`: said with it; `{cause}`: where the cause goes, if there is one. */
  readonly text: string
  /** What to do. */
  readonly remedy: string | undefined
}

/** Each of them makes rows: of a text, and of what to do. */
export const error = rowsOf('error')
export const warn = rowsOf('warn')
export const info = rowsOf('info')
/** Nothing is wrong, but who looks for it may want to know. */
export const aside = rowsOf('info', 'warn')
export const debug = rowsOf('debug', 'warn')

function rowsOf(severity: MessageSeverity, diag = severity) {
  return <const Text extends string, const Remedy extends string = ''>(text: Text, remedy?: Remedy) => ({
    severity,
    diag,
    text,
    remedy,
  })
}
