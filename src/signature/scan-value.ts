import { CLASS_OF, DELIMITER, QUOTE, SPACE, SPECIAL } from './character-class.js'
import { AMPERSAND, OPEN_BRACE, OPEN_BRACKET, OPEN_PARENTHESIS } from './character-code.js'
import type { Message } from './message.js'
import type { Shapes } from './shapes.js'
import type { TemplateWriter } from './template-writer.js'
import { SAYS } from './word-kind.js'

/** Scans the value of `key=value`, to its end, and answers where to go on. */
export type ScanValue = (from: number, length: number) => number

export function createScanValue(
  { bytes }: Pick<Message, 'bytes'>,
  { delimiterFrom }: Shapes,
  { lastWord, pushGap }: TemplateWriter,
): ScanValue {
  const classes = CLASS_OF

  /** What a key says happened is text; one that opens a bracket is scanned like any text. */
  function scanOtherValue(from: number, length: number): number {
    const first = bytes[from]!
    const kind = classes[first]!
    if (lastWord() === SAYS && (kind & SPACE) === 0) return (kind & QUOTE) !== 0 ? from + 1 : from
    if ((kind & QUOTE) !== 0) return pushGap(from, quotedEnd(from, length), 0)
    if (first === OPEN_BRACKET || first === OPEN_BRACE || first === OPEN_PARENTHESIS) return from
    return pushGap(from, (kind & (SPACE | DELIMITER)) !== 0 ? from : valueEnd(from), 0)
  }

  function valueEnd(from: number): number {
    let i = from
    while ((classes[bytes[i]!]! & DELIMITER) === 0 && bytes[i] !== AMPERSAND) i++
    return i
  }

  /** Behind the closing mark of quotation; without one, at the next delimiter. */
  function quotedEnd(from: number, length: number): number {
    for (let i = from + 1; i < length; i++) if (bytes[i] === bytes[from]) return i + 1
    return delimiterFrom(from + 1)
  }

  return function scanValue(from: number, length: number): number {
    if (lastWord() === SAYS || (classes[bytes[from]!]! & (SPACE | DELIMITER | SPECIAL)) !== 0)
      return scanOtherValue(from, length)
    return pushGap(from, valueEnd(from), 0)
  }
}
