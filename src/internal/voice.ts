import type { MessageSeverity } from './message-rows.js'

/** How much the SDK says on stderr. */
export const LOG_LEVELS = ['none', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const DEFAULT_LEVEL: LogLevel = 'warn'

/** What all that speak in a process share, so that it is one voice. */
export interface Voice {
  /** `undefined`: as the environment says. */
  level: LogLevel | undefined
  /** Monotonic milliseconds of the last line, by kind. */
  readonly spokenAt: Map<string, number>
  /** Something is being said: what is logged meanwhile is that, and is no record of the app. */
  isSpeaking: boolean
}

// Process-wide, so that the ESM and the CJS build of the package are one SDK.
const SLOT = Symbol.for('lipservice.voice')

export function processVoice(): Voice {
  const holder = globalThis as unknown as Record<symbol, Voice | undefined>
  const voice = holder[SLOT] ?? createVoice()
  holder[SLOT] = voice
  return voice
}

export function createVoice(level?: LogLevel): Voice {
  return { level, spokenAt: new Map(), isSpeaking: false }
}

/** Returns whether a message as grave as that is to be said. */
export function speaks({ level = environmentLevel() }: Voice, severity: MessageSeverity): boolean {
  return LOG_LEVELS.indexOf(severity) <= LOG_LEVELS.indexOf(level)
}

/** Adapters speak before any option is read, and may be all that is used. A value that is none counts as the default. */
function environmentLevel(): LogLevel {
  // biome-ignore lint/style/noProcessEnv: there is nobody who could hand it over.
  const text = process.env['LIPSERVICE_LOG_LEVEL']
  return LOG_LEVELS.find((level) => level === text) ?? DEFAULT_LEVEL
}
