import type { BracketPairs } from './bracket-pairs.js'
import { CLASS_OF, NON_ASCII, QUOTE } from './character-class.js'
import { BACKSLASH, OPEN_BRACE } from './character-code.js'
import type { Message } from './message.js'
import type { ObjectEntries } from './object-entries.js'
import { SPEAKING_KEYS } from './speaking-keys.js'
import type { TemplateWriter } from './template-writer.js'
import { lowHash } from './word-hash.js'

/** What an object says that is a message by itself. */
export interface ObjectSpeech {
  /** Scans the texts that say what happened, those of the first object within it if it has none itself; false if there are none. */
  pushTexts(open: number, to: number): boolean
  /** Appends its keys, each with a gap, in the order of their bytes: an object's own order says nothing. */
  pushKeys(open: number, to: number): void
}

export interface SpeechParts {
  readonly pairs: BracketPairs
  readonly entries: ObjectEntries
  /** Scans a part of the message as if it were a message. */
  readonly scanPart: (from: number, to: number) => void
}

const MAX_KEYS = 32
const MAX_SPEAKING_LENGTH = Math.max(...SPEAKING_KEYS.map((key) => key.length))
const LOWER_N = 110

export function createObjectSpeech(
  { bytes }: Pick<Message, 'bytes'>,
  writer: TemplateWriter,
  parts: SpeechParts,
): ObjectSpeech {
  const classes = CLASS_OF
  const { pushGap } = writer
  const { pairs, scanPart } = parts
  const { closeOf } = pairs
  const { entry, read } = parts.entries
  const speakingKeys = SPEAKING_KEYS.map((key) => lowHash(Buffer.from(key), 0, key.length))
  const textStarts = new Int32Array(SPEAKING_KEYS.length)
  const textEnds = new Int32Array(SPEAKING_KEYS.length)
  const keyStarts = new Int32Array(MAX_KEYS)
  const keyEnds = new Int32Array(MAX_KEYS)

  function pushTexts(open: number, to: number): boolean {
    const inner = findTexts(open, to)
    let speaks = speak()
    if (!speaks && inner > 0) {
      findTexts(inner, closeOf(inner) || to)
      speaks = speak()
    }
    return speaks
  }

  /** Its place among those that say what happened; -1 if it does not. */
  function speakingKeyAt(from: number, to: number): number {
    if (to - from > MAX_SPEAKING_LENGTH) return -1
    const low = lowHash(bytes, from, to)
    let key = speakingKeys.length - 1
    while (key >= 0 && speakingKeys[key] !== low) key--
    return key
  }

  /** Finds the texts that say what happened, and answers where the first object within this one is. */
  function findTexts(open: number, to: number): number {
    for (let key = 0; key < textEnds.length; key++) textEnds[key] = 0
    let inner = 0
    for (let i = read(open + 1, to); i >= 0; i = read(i, to)) {
      const { valueStart } = entry
      const code = bytes[valueStart]!
      if (code === OPEN_BRACE && inner === 0) inner = valueStart
      if (code >= NON_ASCII || (classes[code]! & QUOTE) === 0) continue
      const key = speakingKeyAt(entry.keyStart, entry.keyEnd)
      if (key < 0 || textEnds[key] !== 0) continue
      textStarts[key] = valueStart + 1
      textEnds[key] = endOfLine(
        valueStart + 1,
        bytes[entry.valueEnd - 1] === code ? entry.valueEnd - 1 : entry.valueEnd,
      )
    }
    return inner
  }

  /** The first line of a text in quotes. */
  function endOfLine(from: number, to: number): number {
    for (let i = from; i < to; i++) {
      if (bytes[i] !== BACKSLASH) continue
      if (bytes[i + 1] === LOWER_N && i > from) return i
      i++
    }
    return to
  }

  function speak(): boolean {
    let speaks = false
    for (let key = 0; key < textEnds.length; key++) {
      if (textEnds[key] === 0 || textEnds[key]! <= textStarts[key]!) continue
      speaks = true
      scanPart(textStarts[key]!, textEnds[key]!)
    }
    return speaks
  }

  function pushKeys(open: number, to: number): void {
    let count = 0
    for (let i = read(open + 1, to); i >= 0 && count < MAX_KEYS; i = read(i, to)) insertKey(count++)
    for (let n = 0; n < count; n++) {
      scanPart(keyStarts[n]!, keyEnds[n]!)
      pushGap(keyEnds[n]!, keyEnds[n]!, 0)
    }
  }

  /** Among those before it, in the order of their bytes. */
  function insertKey(count: number): void {
    let n = count
    for (; n > 0 && isBefore(entry.keyStart, entry.keyEnd, keyStarts[n - 1]!, keyEnds[n - 1]!); n--) {
      keyStarts[n] = keyStarts[n - 1]!
      keyEnds[n] = keyEnds[n - 1]!
    }
    keyStarts[n] = entry.keyStart
    keyEnds[n] = entry.keyEnd
  }

  function isBefore(a: number, aEnd: number, b: number, bEnd: number): boolean {
    for (let i = 0; a + i < aEnd && b + i < bEnd; i++) {
      if (bytes[a + i] !== bytes[b + i]) return bytes[a + i]! < bytes[b + i]!
    }
    return aEnd - a < bEnd - b
  }

  return { pushTexts, pushKeys }
}
