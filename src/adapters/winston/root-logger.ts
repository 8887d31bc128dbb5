import type { WinstonLogger } from './logger-tap.js'

/** Returns the logger whose `write` children call: the one that has streams of its own. */
export function rootOf(logger: unknown): WinstonLogger | undefined {
  let candidate = logger as Record<string, unknown> | null | undefined
  while (typeof candidate === 'object' && candidate !== null) {
    if (Object.hasOwn(candidate, '_writableState')) {
      const isWinston =
        typeof candidate['isLevelEnabled'] === 'function' && typeof candidate['_transform'] === 'function'
      return isWinston ? (candidate as unknown as WinstonLogger) : undefined
    }
    candidate = Object.getPrototypeOf(candidate) as Record<string, unknown> | null
  }
  return undefined
}
