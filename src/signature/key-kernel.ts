import { type Random, randomWords } from '../internal/random.js'
import { KERNEL_CODE } from './kernel-code.js'
import { CAPACITY } from './message.js'

/** Places in its memory. */
/** Of the last key, which ends with a zero: `\x01` stands for a value in it, `\x02` for a path. */
export const KEY = 512
const KEYS_OF_HASHES = 2048
const KEY_WORDS = 258
const FACTOR = KEYS_OF_HASHES + 4 * (KEY_WORDS - 2)

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
  return {
    room: bytes.subarray(0, CAPACITY),
    find,
    remember,
  }
}
