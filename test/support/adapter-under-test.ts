import type { LoggingUnderTest } from './logging-under-test.js'

export type Level = 'debug' | 'info' | 'warn' | 'error'

/** A logger, wrapped, and what it puts out itself. */
export interface WrappedLogger {
  log(level: Level, message: string): void
  /** With a printf-style format string; `undefined`: the logger has none. */
  format: ((level: Level, message: string, ...args: unknown[]) => void) | undefined
  /** With something attached, as the logger's users do it. */
  attach(level: Level, message: string, value: unknown): void
  /** With fields, as the logger's users give them. */
  fields(level: Level, message: string, fields: Readonly<Record<string, unknown>>): void
  /** A line whose call says no severity; `undefined`: every call of the logger says one. */
  readonly unleveled: ((line: string) => void) | undefined
  /** The logger itself. */
  readonly native: unknown
  /** Lines that its own destination got; `undefined`: it has none. */
  readonly printed: readonly unknown[] | undefined
  /** A logger of its own fields; `undefined`: there is no such thing. */
  child: (() => WrappedLogger) | undefined
  /** Takes the wrapper off; `undefined`: it stays. */
  restore: (() => void) | undefined
}

export interface AdapterUnderTest {
  /** Its folder in src/adapters. */
  readonly adapter: string
  readonly name: string
  /** `thin`: dropped lines do not reach the logger's own destination. */
  start(test: LoggingUnderTest, thin: boolean): WrappedLogger
  /** Where a call may hold an error: logs one at WARN. */
  readonly places: Readonly<Record<string, (native: never, message: string, error: unknown) => void>>
  /** Names of fields that the logger writes over itself. */
  readonly taken?: readonly string[]
  /** The logger's own client encodes what is kept: it counts no attributes, has no `null`, and severities in upper case. */
  readonly ownEncoder?: true
  /** Why a test does not apply. */
  readonly skips?: Partial<Record<'format' | 'printed' | 'child' | 'restore' | 'early', string>>
}
