import { createDiagOf, type Diag } from './diag.js'
import { LOGGER_MESSAGES } from './logger-messages.js'
import { MESSAGES, type MessageKind } from './messages.js'

/** The voice of what wraps loggers. */
export type LoggerDiag = Diag<MessageKind>

export function createLoggerDiag(): LoggerDiag {
  return createDiagOf<MessageKind>({ ...MESSAGES, ...LOGGER_MESSAGES })
}
