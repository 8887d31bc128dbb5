const SLOTS = 256
/** Longer texts are hardly constants, and are not worth their memory. */
const MAX_LENGTH = 128

/**
 * Messages that are logged again and again as they are, in memory that never grows: to compare one costs less than to scan it. A text is
 * remembered from its second time in a row on, among those of its length and first letter; by a copy, because the string of a log call may hold a
 * larger one that it was cut from.
 */
export interface ConstantTexts<T> {
  get(text: string): T | undefined
  /** A text that seems to be one, by what it stands for. */
  consider(text: string, value: T): void
  clear(): void
}

export function createConstantTexts<T extends object>(): ConstantTexts<T> {
  const texts = new Array<string | undefined>(SLOTS).fill(undefined)
  const values = new Array<T | undefined>(SLOTS).fill(undefined)
  /** How many texts of a length are known: of a text that is not one string in memory yet, its length alone costs nothing to read. */
  const ofLength = new Uint16Array(MAX_LENGTH + 1)
  const slotOf = (text: string) => (text.length ^ (text.charCodeAt(0) << 3)) & (SLOTS - 1)
  return {
    get(text) {
      const { length } = text
      if (length > MAX_LENGTH || ofLength[length] === 0) return undefined
      const slot = slotOf(text)
      return texts[slot] === text ? values[slot] : undefined
    },
    consider(text, value) {
      if (text.length === 0 || text.length > MAX_LENGTH) return
      const slot = slotOf(text)
      const before = texts[slot]
      if (before !== undefined) ofLength[before.length]!--
      texts[slot] = values[slot] === value ? Buffer.from(text).toString() : undefined
      if (texts[slot] !== undefined) ofLength[text.length]!++
      values[slot] = value
    },
    clear() {
      texts.fill(undefined)
      ofLength.fill(0)
      values.fill(undefined)
    },
  }
}
