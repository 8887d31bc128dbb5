import type { Readable, Writable } from 'node:stream'
import type { Screen } from '../terminal/screen.js'

/** What a command gets of its process. */
export interface CommandContext {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  /** As bytes; `out` writes to it. */
  readonly stdout: Writable
  /** Aborted when nobody reads `stdout` any more. */
  readonly closed: AbortSignal
  /** What is asked for. */
  readonly out: Screen
  /** Progress and complaints. */
  readonly err: Screen
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted by Ctrl-C: a command ends with what it has. */
  readonly stop: AbortSignal
  readonly clock: { now(): number; monotonic(): number }
}

/** Exit codes. Documented in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** What was asked about is not as it should be. */
  failed: 1,
  /** The command line or a file has to be mended. */
  usage: 2,
  /** PostHog does not take the key, or it lacks a scope. */
  denied: 3,
  /** Done in part; what is missing was said. */
  partial: 4,
  /** PostHog does not answer, or not as it should. */
  unavailable: 5,
  /** By Ctrl-C, with a summary of what was done until then. */
  interrupted: 130,
  /** The same by SIGTERM. */
  terminated: 143,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
