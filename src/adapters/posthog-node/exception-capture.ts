import { AsyncLocalStorage } from 'node:async_hooks'
import type { LoggerDiag } from '../../internal/logger-diag.js'
import { takenOnce } from '../../ownership/taken-once.js'
import { isError } from '../../record/error.js'
import { errorOf } from '../../record/error-search.js'
import type { LogRecord } from '../../record/log-record.js'
import { isGuaranteed, type KeepDecision } from '../../sampling/decision.js'
import type { PostHogClient } from './posthog-client.js'

/** What a flood of errors may cost: each is an event. */
export const MAX_CAPTURES_A_MINUTE = 60
const MINUTE_MILLIS = 60_000
const ROLE = 'captured exception'

/** Whether what runs now was started by a capture of ours: what is logged there is not captured again. */
const capturing = new AsyncLocalStorage<true>()

/** Hands the errors of guaranteed records to the error tracking of a client. */
export interface ExceptionCapture {
  /** A record was kept. `now` = epoch milliseconds. Never throws. */
  take(record: LogRecord, decision: KeepDecision, now: number): void
  /** The app itself captures an error. */
  captured(error: unknown): void
}

/**
 * Creates what captures each Error once in this process. It waits until the code that logs has had its turn, so that an app that logs an error and
 * captures it itself sends one event.
 */
export function createExceptionCapture(client: PostHogClient, diag: LoggerDiag): ExceptionCapture {
  const { captureException } = client
  let windowStart = Number.NEGATIVE_INFINITY
  let count = 0

  function hasRoom(now: number): boolean {
    // A clock that was set back begins a window, too.
    if (now - windowStart >= MINUTE_MILLIS || now < windowStart) {
      windowStart = now
      count = 0
      diag.resolved('captures_limited')
    }
    if (count < MAX_CAPTURES_A_MINUTE) {
      count++
      return true
    }
    diag.once('captures_limited', { limit: MAX_CAPTURES_A_MINUTE })
    return false
  }

  function capture(error: object, signature: string, now: number): void {
    try {
      if (!takenOnce(error, ROLE, () => true).isNew || !hasRoom(now)) return
      capturing.run(true, () => captureException?.call(client, error, undefined, { 'lipservice.signature': signature }))
    } catch {
      // The record itself is sent.
    }
  }

  return {
    take(record, decision, now) {
      if (!isGuaranteed(decision) || capturing.getStore() === true) return
      const error = errorOf(record)?.error
      if (!isError(error)) return
      // Not `queueMicrotask`, which test runners fake.
      void Promise.resolve().then(() => capture(error, decision.signature, now))
    },
    captured(error) {
      if (typeof error === 'object' && error !== null) takenOnce(error, ROLE, () => true)
    },
  }
}

type Capture = (this: PostHogClient, error: unknown, ...more: unknown[]) => unknown

/** Returns a client's own methods that capture errors, which tell `exceptions` what the app captures itself. */
export function capturesOf(client: PostHogClient, exceptions: ExceptionCapture): Readonly<Record<string, Capture>> {
  const captures: Record<string, Capture> = {}
  for (const name of ['captureException', 'captureExceptionImmediate'] as const) {
    const method: unknown = client[name]
    if (typeof method !== 'function') continue
    captures[name] = function (error, ...more) {
      exceptions.captured(error)
      return method.call(this, error, ...more)
    }
  }
  return captures
}
