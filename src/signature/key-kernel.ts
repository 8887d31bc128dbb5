import { type Random, randomWords } from '../internal/random.js'
import { CLASS_OF, DELIMITER, JOINER, WORD } from './character-class.js'
import { KERNEL_CODE } from './kernel-code.js'
import { CAPACITY } from './message.js'

/** Places in its memory. */
/** Of the last key, which ends with a zero: `\x01` stands for a value in it, `\x02` for a path. */
export const KEY = 512
const KINDS = 1024
const KEYS_OF_HASHES = 2048
const KEY_WORDS = 258
const FACTOR = KEYS_OF_HASHES + 4 * (KEY_WORDS - 2)
const JOINERS = 3088
const BREAKERS = 3104
const LOOKED_AT = 3120
const WORD_CHARACTERS = 3136
const ASCII = 128
const FIRST_PRINTABLE = 32
const DELETE = 127

const QUOTES = '"\'`'
/** What a character is to the kernel: bits, in this order, as kernel/refining-key.ts names them. */
const KINDS_OF = [
  // A value may stand behind these, or does if a space or nothing stands before them.
  ` =(,;|!?[<>${QUOTES}`,
  '#$-+~',
  // Ends a path, as delimiters do: within one it would pair with others.
  '[{',
  // May join the parts of a value that begins with a letter.
  '.-',
  QUOTES,
]
const ENDS_PATH = 4
/** May join the parts of a value that begins with a digit. */
const NUMBER_JOINERS = '.-:+'
/** Only the scan knows what these mean, but for `/` and `(`, which the kernel looks at more closely. */
const LOOKED_AT_CLOSELY = '{}@/('

/** Numbers that `find` returns. */
export const MISS = -1
export const NO_KEY = -2
export const PLACE_MASK = 0x1fff
export const MAY_BE_ACCESS_LINE = 0x1_0000

/** The compiled kernel: WebAssembly with SIMD, of an instance of its own. */
export interface KeyKernel {
  /** Where a message is written, in ASCII, before it is looked for: as many bytes as may decide. */
  readonly room: Uint8Array
  /** Returns where the key of the first so many bytes is remembered, with flags; `MISS` or `NO_KEY`. */
  find(length: number): number
  /** Remembers the last key. Returns where. */
  remember(): number
}

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  find(length: number): number
  remember(): number
}

/** What is used of it: TypeScript knows it as a part of the web. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/**
 * Makes an instance of the kernel: a few hundred microseconds, once.
 *
 * @param random makes the keys of its hashes
 * @throws where there is no WebAssembly, or none with SIMD
 */
export function createKeyKernel(random: Random): KeyKernel {
  const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly
  const { exports } = new Instance(new Module(Buffer.from(KERNEL_CODE, 'hex')))
  const { memory, find, remember } = exports as KernelExports
  const bytes = new Uint8Array(memory.buffer)
  new Int32Array(memory.buffer, KEYS_OF_HASHES, KEY_WORDS).set(randomWords(random, KEY_WORDS))
  bytes[FACTOR]! |= 1
  for (let code = 0; code < ASCII; code++) describe(bytes, code)
  return {
    room: bytes.subarray(0, CAPACITY),
    find,
    remember,
  }
}

/** Writes what a character is. Of a set there is a byte for each low half of a character, with a bit for each high half. */
function describe(bytes: Uint8Array, code: number): void {
  const isIn = (characters: string) => characters.includes(String.fromCharCode(code))
  const add = (set: number) => {
    bytes[set + (code & 15)]! |= 1 << (code >> 4)
  }
  if ((CLASS_OF[code]! & WORD) !== 0) add(WORD_CHARACTERS)
  if ((CLASS_OF[code]! & JOINER) !== 0) {
    add(JOINERS)
    if (!isIn(NUMBER_JOINERS)) add(BREAKERS)
  }
  const isControl = code < FIRST_PRINTABLE || code === DELETE
  if (isControl || isIn(LOOKED_AT_CLOSELY)) add(LOOKED_AT)
  const kind = KINDS + code
  KINDS_OF.forEach((characters, bit) => {
    if (isIn(characters)) bytes[kind]! |= 1 << bit
  })
  // A control character within a path is looked at as any other: NUL is also what stands behind the end.
  if (isControl || (CLASS_OF[code]! & DELIMITER) !== 0) bytes[kind]! |= ENDS_PATH
}
