import { valueEnd } from './characters.js'

/**
 * Where values that are not quoted end, and where there are no digits. Each character of a text is read once for it, however many names of
 * secrets stand in one value: in `token=token=token=…` each begins a value that ends with the text.
 */
export class ValueExtents {
  #from = 0
  #end = -1
  #plainFrom = 0
  #plainTo = -1

  /** Another text begins. */
  clear(): void {
    this.#end = -1
    this.#plainTo = -1
  }

  endOf(text: string, from: number): number {
    if (from < this.#from || from > this.#end) {
      this.#from = from
      this.#end = valueEnd(text, from)
    }
    return this.#end
  }

  hasDigit(text: string, from: number, to: number): boolean {
    if (from >= this.#plainFrom && to <= this.#plainTo) return false
    for (let i = from; i < to; i++) {
      const code = text.charCodeAt(i)
      if (code >= 48 && code <= 57) return true
    }
    this.#plainFrom = from
    this.#plainTo = to
    return false
  }
}
