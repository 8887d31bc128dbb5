import { TextEncoder } from 'node:util'
import { withFastMembers } from '../internal/fast-members.js'
import type { Random } from '../internal/random.js'
import { createKeyKernel, type KeyKernel, MAY_BE_ACCESS_LINE, MISS, NO_KEY, PLACE_MASK } from './key-kernel.js'
import { decidingLength } from './message.js'

/**
 * What is remembered by a key that is found sooner than a template, and is finer: messages of one key have one template, but not the other way
 * round. The scan stays the definition of a template, and is asked whenever a key is new, or where there is none. So it suffices that
 * the key leaves out nothing that the scan looks at:
 *
 * - a value that has a digit and stands alone: `17`, `10.0.0.1:443`, `83ms`, `2024-05-01`, `req-8f3a2c`. To the scan any such token is a gap
 *   with a number in it, whatever its digits and letters. It begins behind a space, `=`, `(`, `[`, `<`, `>`, `,`, `;`, `|`, `!`, `?` or a quote, and
 *   with a digit; or with a letter if it is longer than any known term with a digit, has one dot at most and no colon or plus, and is no capital
 *   behind a quote, where it may begin a sentence. It is no key of a value (`=` behind it), no scheme (`:/`), and has no slash behind it, as the
 *   day of `[17/Nov`;
 * - a path: behind a space or a quote, `/` and a word character, up to the next delimiter or bracket. Its last character stays unless it is one
 *   of a word: whether a quote behind it closes depends on it.
 *
 * A message of values alone speaks by the words in them: its template is not to be remembered by this key (`TemplateKey.isOfValues`).
 *
 * All other bytes are in the key as they are: what is quoted or in brackets is found by them. Of a message that is cut it is the key of the bytes
 * that decide. There is none for what is not ASCII, or has a control character at any place; nor for what has braces (an object speaks by what is
 * in it), an `@` outside of a word, or three digits (or `:` to `?`) and a parenthesis with a space between them. A new kind of masked value needs no
 * change here; one that makes the scan look at the digits of such a value does, and the fuzz finds it.
 *
 * The kernel finds keys: kernel/refining-key.ts, in WebAssembly with SIMD, compiled into kernel-code.ts; what characters are to it stands in
 * kernel/characters.ts. Where there is no such thing no message has a key. A key is known by 63 bits of sums of its bytes, each four times a secret of
 * the process: nobody outside can make two messages of one but by chance. 8,192 of them are remembered at most; of four that compete, the newest
 * takes the place of the oldest.
 */
export interface RefinedMessages<T extends object> {
  /** Returns what is remembered for messages of this one's key. */
  find(text: string): T | undefined
  /** Remembers something for messages of the key of the text that was looked for last, if it has one. */
  remember(value: T): void
  /** The message that was found last is no access line: it has no path or URL behind a space or a quote. */
  readonly isNoAccessLine: boolean
}

/** @param random makes the keys of the hashes */
export function createRefinedMessages<T extends object>(random: Random): RefinedMessages<T> {
  const encoder = new TextEncoder()
  const values: (T | undefined)[] = new Array(PLACE_MASK + 1).fill(undefined)
  let kernel: KeyKernel | undefined
  let room: Uint8Array | undefined
  let isUsable = true
  let found = NO_KEY

  /** When the first message comes: loading the package costs nothing. */
  function start(): boolean {
    try {
      kernel = createKeyKernel(random)
      room = kernel.room
    } catch {
      isUsable = false
    }
    return isUsable
  }

  return withFastMembers({
    find(text) {
      found = NO_KEY
      const { length } = text
      if (length === 0 || !isUsable) return undefined
      if (kernel === undefined && !start()) return undefined
      const { read, written } = encoder.encodeInto(text, room!)
      // As many bytes as UTF-16 units: all are ASCII.
      if (read !== written) return undefined
      const decides = decidingLength(room!, written)
      // An access line may go on behind what decides.
      found = kernel!.find(decides) | (decides < length ? MAY_BE_ACCESS_LINE : 0)
      return found < 0 ? undefined : values[found & PLACE_MASK]
    },
    remember(value) {
      if (found === MISS) values[kernel!.remember()] = value
    },
    get isNoAccessLine() {
      return found >= 0 && (found & MAY_BE_ACCESS_LINE) === 0
    },
  })
}
