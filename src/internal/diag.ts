import { diag as otelDiag } from '@opentelemetry/api'
import { type Clock, systemClock } from './clock.js'
import type { MessageRow, MessageSeverity } from './message-rows.js'
import { type AnyDetails, messageLine } from './message-text.js'
import { type CoreMessageKind, MESSAGES, type MessageDetails, type MessageKind } from './messages.js'
import { writeToStderr } from './stderr.js'
import { systemTimers, type Timers } from './timer.js'
import { processVoice, speaks, type Voice } from './voice.js'

/**
 * The SDK's own voice: a line on stderr, as far as `LIPSERVICE_LOG_LEVEL` lets it, and always OpenTelemetry's `diag`. Never a logger that
 * we sample, and nothing of it throws.
 */
export interface Diag<Kinds extends MessageKind = CoreMessageKind> {
  /** Says a message when the episode of its kind begins. While it goes on nothing more is said of it. */
  once<Kind extends Kinds>(kind: Kind, ...details: MessageDetails<Kind>): void
  /** Ends the episode, so that the next one is said again. An episode also ends when nothing is heard of it for 10 minutes. */
  resolved(kind: Kinds): void
}

export interface DiagParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly voice: Voice
  /** Takes a line with its end. */
  readonly write: (line: string) => void
  /** OpenTelemetry's `diag`. */
  readonly tell: (severity: MessageSeverity, line: string) => void
}

interface Episode {
  /** Monotonic milliseconds. */
  heardAt: number
}

const MAX_EPISODES = 256
const QUIET_MILLIS = 10 * 60_000
/** On stderr, between two lines of one kind. */
const PACE_MILLIS = 60_000

export function createDiag(parts: Partial<DiagParts> = {}): Diag {
  return createDiagOf(MESSAGES, parts)
}

/** @param rows what it can say */
export function createDiagOf<Kinds extends MessageKind>(
  rows: Readonly<Record<Kinds, MessageRow>>,
  parts: Partial<DiagParts> = {},
): Diag<Kinds> {
  const { clock = systemClock, timers = systemTimers, voice = processVoice() } = parts
  const { write = writeToStderr, tell = (severity, line) => otelDiag[severity](line) } = parts
  const episodes = new Map<string, Episode>()
  /** By kind, what is said when the minute is over, if it still holds. */
  const waiting = new Map<Kinds, () => void>()

  function speak(kind: Kinds, line: string, holds: () => boolean): void {
    const now = clock.monotonic()
    const next = (voice.spokenAt.get(kind) ?? Number.NEGATIVE_INFINITY) + PACE_MILLIS
    if (now >= next) {
      voice.spokenAt.set(kind, now)
      write(`${line}\n`)
      return
    }
    if (!waiting.has(kind)) {
      timers.after(next - now, () => {
        const say = waiting.get(kind)
        waiting.delete(kind)
        say?.()
      })
    }
    waiting.set(kind, () => {
      if (holds()) speak(kind, line, holds)
    })
  }

  /** A diag logger that throws must not reach the app, and what it logs by is not logged again. */
  function inform(severity: MessageSeverity, line: string): void {
    const outer = voice.isSpeaking
    voice.isSpeaking = true
    try {
      tell(severity, line)
    } catch {
      // Its problem.
    } finally {
      voice.isSpeaking = outer
    }
  }

  function begin(kind: Kinds, details: AnyDetails | undefined): void {
    const key = keyOf(kind, details?.about)
    const now = clock.monotonic()
    const known = episodes.get(key)
    if (known !== undefined && now - known.heardAt < QUIET_MILLIS) {
      known.heardAt = now
      return
    }
    if (known === undefined && episodes.size >= MAX_EPISODES) return
    const episode = { heardAt: now }
    episodes.set(key, episode)
    const { [kind]: row } = rows
    const { severity, diag } = row
    const line = messageLine(kind, row, details)
    inform(diag, line)
    if (speaks(voice, severity)) speak(kind, line, () => episodes.get(key) === episode)
  }

  return {
    once: (kind, ...[details]) => begin(kind, details),
    resolved(kind) {
      const ofKind = keyOf(kind, '')
      for (const key of episodes.keys()) if (key === kind || key.startsWith(ofKind)) episodes.delete(key)
    },
  }
}

function keyOf(kind: MessageKind, about: string | undefined): string {
  return about === undefined ? kind : `${kind} ${about}`
}
