import type { Timers } from './timer.js'

/** Between two parts, so that the app has its turns. */
const PAUSE_MILLIS = 50

/**
 * Loads parts of a package one by one, so that loading the whole of it afterwards is short. A part that is not there is left out. Resolves when
 * all were tried; `false` where `isOver` says so before.
 */
export async function loadInParts(
  parts: readonly string[],
  load: (part: string) => unknown,
  timers: Timers,
  isOver: () => boolean,
): Promise<boolean> {
  for (const part of parts) {
    if (isOver()) return false
    try {
      load(part)
    } catch {
      // Another version may have it elsewhere.
    }
    await new Promise<void>((resolve) => timers.after(PAUSE_MILLIS, resolve))
  }
  return !isOver()
}
