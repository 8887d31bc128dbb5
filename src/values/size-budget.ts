const MAX_STRING_CHARACTERS = 32 * 1024
const MAX_RECORD_CHARACTERS = 64 * 1024

/** What stands in the place of what was cut. */
export const TRUNCATED = '[truncated]'

/** What one record may still take, in characters of its strings plus a little per value. */
export interface SizeBudget {
  left: number
  /** Values that were cut, or left out of an object or a list. */
  cut: number
  /** Instances of classes are only named: what hangs on them is no data. */
  readonly namesInstances?: boolean
}

export function createSizeBudget(): SizeBudget {
  return { left: MAX_RECORD_CHARACTERS, cut: 0 }
}

/** Runs `use` with a part of a budget, at most `most`. Returns what it returns; `namesInstances` as in {@link SizeBudget}. */
export function withinPart<T>(budget: SizeBudget, most: number, use: (part: SizeBudget) => T): T {
  const before = Math.max(0, Math.min(most, budget.left))
  const part: SizeBudget = { left: before, cut: 0, namesInstances: true }
  const answer = use(part)
  budget.left -= before - part.left
  budget.cut += part.cut
  return answer
}

/** Returns the room that one text or one run of bytes has. */
export function roomOf(budget: SizeBudget): number {
  return Math.max(0, Math.min(MAX_STRING_CHARACTERS, budget.left))
}

/** Returns a text that fits, with a marker behind it where it was cut. */
export function safeString(text: string, budget: SizeBudget): string {
  const room = roomOf(budget)
  budget.left -= Math.min(text.length, room) + 4
  if (text.length <= room) return text
  budget.cut++
  return text.slice(0, room) + TRUNCATED
}
