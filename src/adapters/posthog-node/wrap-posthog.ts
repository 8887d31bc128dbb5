import { processSlot } from '../../instance/process-slot.js'
import { describeGiven } from '../../internal/describe-given.js'
import { createLoggerDiag } from '../../internal/logger-diag.js'
import { optionError } from '../../options/check.js'
import { takenOnce } from '../../ownership/taken-once.js'
import { byClient, byDelivery } from './carry.js'
import { capturesOf, createExceptionCapture } from './exception-capture.js'
import { putMethods } from './own-methods.js'
import { isPostHogClient, type PostHogClient, rateCapOf } from './posthog-client.js'
import { createSampledCaptureLog } from './sampled-capture-log.js'

/** Options of {@link wrapPostHog}. */
export interface WrapPostHogOptions {
  /**
   * Who sends what is kept. `'posthog'`: the client, by its own queue and past its own `logs.beforeSend`, with stamps. `'lipservice'`: our own delivery, in
   * protobuf and with its guarantees for errors, if `logs.beforeSend` lets it. Default: `'posthog'`.
   */
  transport?: 'posthog' | 'lipservice' | undefined
  /**
   * Errors of records that no policy may drop go to PostHog's error tracking, too: each Error once, 60 a minute at most. Default: `false`.
   */
  captureExceptions?: boolean | undefined
}

/** What is known of a client. */
interface Wrapping {
  /** Takes the wrapper off; `undefined`: it is off. */
  restore: (() => void) | undefined
}

const diag = createLoggerDiag()

/**
 * Samples what is logged by `captureLog` and `logger` of a client of posthog-node 5.67 or later: of a log that is dropped nothing is built. Until
 * `configureAdaptiveLogging()` runs, and after its shutdown, logs pass untouched. Wrapping twice, or something else, changes nothing. Returns the
 * client itself.
 *
 * @throws TypeError naming option, value and what is allowed
 * @example
 * const posthog = wrapPostHog(new PostHog('phc_…', { logs: { rateCap: { maxLogs: 0 } } }))
 * posthog.logger.info('order placed', { orderId: 4711 })
 */
export function wrapPostHog<C>(client: C, options: WrapPostHogOptions = {}): C {
  check(options)
  if (!isPostHogClient(client)) {
    sayNoClient(client)
    return client
  }
  const { wrapping } = wrappingOf(client)
  if (wrapping.restore !== undefined) return client
  try {
    wrapping.restore = wrap(client, options)
  } catch {
    // Frozen, for example.
    sayNoClient(client)
    return client
  }
  processSlot().loggers.add('posthog')
  const cap = options.transport === 'lipservice' ? undefined : rateCapOf(client)
  if (cap !== undefined) diag.once('rate_cap_behind', { records: cap.maxLogs, seconds: cap.windowMs / 1_000 })
  return client
}

/**
 * Takes the wrapper of {@link wrapPostHog} off: the client is as it was before. Returns the client itself.
 *
 * @example
 * restorePostHog(posthog)
 */
export function restorePostHog<C>(client: C): C {
  if (isPostHogClient(client)) {
    const { wrapping } = wrappingOf(client)
    wrapping.restore?.()
    wrapping.restore = undefined
  }
  return client
}

/** Returns what is known of a client; `isNew`: nothing was, it was never wrapped. */
export function wrappingOf(client: object): { readonly wrapping: Wrapping; readonly isNew: boolean } {
  const { value, isNew } = takenOnce<Wrapping>(client, 'posthog client', () => ({ restore: undefined }))
  return { wrapping: value, isNew }
}

function wrap(client: PostHogClient, { transport, captureExceptions }: WrapPostHogOptions): () => void {
  const exceptions = captureExceptions === true ? createExceptionCapture(client, diag) : undefined
  let isOver = false
  const captureLog = createSampledCaptureLog({
    captureLog: client.captureLog,
    carry: transport === 'lipservice' ? byDelivery(diag) : byClient,
    onKept: exceptions?.take,
    isOver: () => isOver,
    diag,
  })
  const undo = putMethods(client, { captureLog, ...(exceptions && capturesOf(client, exceptions)) })
  return () => {
    isOver = true
    undo()
  }
}

function check({ transport, captureExceptions }: WrapPostHogOptions): void {
  if (transport !== undefined && transport !== 'posthog' && transport !== 'lipservice')
    throw optionError('transport of wrapPostHog', transport, { allowed: "'posthog' or 'lipservice'" })
  if (captureExceptions !== undefined && typeof captureExceptions !== 'boolean')
    throw optionError('captureExceptions of wrapPostHog', captureExceptions, { allowed: 'true or false' })
}

function sayNoClient(given: unknown): void {
  diag.once('not_a_logger', {
    call: 'wrapPostHog',
    expected: 'a client of posthog-node, 5.67 or later',
    given: describeGiven(given),
  })
}
