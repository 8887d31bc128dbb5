import { diag as otelDiag } from '@opentelemetry/api'

/** The SDK's own voice: OpenTelemetry's `diag`, silent unless the app sets a diag logger; never a logger we sample. */
export interface Diag {
  /** Says `message` the first time the episode `key` begins; silent until `resolved(key)`. */
  once(key: string, message: string, cause?: unknown): void
  /** Ends the episode `key`, so that the next one is said again. */
  resolved(key: string): void
}

const MAX_EPISODES = 256

export function createDiag(say: (message: string) => void = (message) => otelDiag.warn(message)): Diag {
  const open = new Set<string>()
  return {
    once(key, message, cause) {
      if (open.has(key) || open.size >= MAX_EPISODES) return
      open.add(key)
      try {
        say(`lipservice: ${message}${cause === undefined ? '' : ` (${describe(cause)})`}`)
      } catch {
        // A diag logger that throws must not reach the app.
      }
    },
    resolved: (key) => {
      open.delete(key)
    },
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
