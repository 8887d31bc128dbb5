import { wrapConsole } from '../adapters/console/wrap-console.js'
import { findNest } from '../adapters/nest/find-nest.js'
import { findOpenTelemetry } from '../adapters/opentelemetry/find-opentelemetry.js'
import { findPino } from '../adapters/pino/find-pino.js'
import { findPostHogNode } from '../adapters/posthog-node/find-posthog-node.js'
import { findWinston } from '../adapters/winston/find-winston.js'
import { processSlot } from '../instance/process-slot.js'
import { createDiag } from '../internal/diag.js'
import { describeCause, publicText } from '../internal/public-text.js'
import { configureAdaptiveLogging } from './configure.js'

/** How each logger is found. */
const FINDERS: Readonly<Record<string, (main: string | undefined) => void>> = {
  pino: findPino,
  winston: findWinston,
  nest: findNest,
  posthog: findPostHogNode,
  console: () => void wrapConsole(),
}

const STARTED_MARK = Symbol.for('lipservice.zero-code')

/**
 * Starts adaptive logging by the environment and finds the process's loggers. An app never fails to start because of it: problems
 * are written to stderr, and logging goes on as without it.
 */
export function startZeroCode(env: Readonly<Record<string, string | undefined>>): void {
  const holder = globalThis as unknown as Record<symbol, true | undefined>
  if (holder[STARTED_MARK]) return
  holder[STARTED_MARK] = true
  try {
    const finders = findersOf(env['LIPSERVICE_LOGGERS'])
    if (processSlot().configured === undefined) configureAdaptiveLogging()
    findOpenTelemetry()
    for (const find of finders) find(process.argv[1])
  } catch (error) {
    createDiag().once('not_started', { reason: describeCause(error).replace(/^lipservice: /, '') })
  }
}

/** @throws RangeError naming the variable, what it may be and what it is */
export function findersOf(text: string | undefined): ((main: string | undefined) => void)[] {
  const known = Object.keys(FINDERS)
  if (text === undefined || text.trim() === '') return Object.values(FINDERS)
  const names = text.split(',').map((name) => name.trim())
  if (names.length === 1 && names[0] === 'none') return []
  return names.map((name) => {
    if (!Object.hasOwn(FINDERS, name)) {
      throw new RangeError(
        `LIPSERVICE_LOGGERS must be 'none' or some of ${known.join(',')}; got '${publicText(name).slice(0, 80)}'`,
      )
    }
    return FINDERS[name]!
  })
}
