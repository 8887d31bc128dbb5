import type { InstrumentationScope } from '../../record/log-record.js'
import type { PatternName } from '../pattern-name.js'
import { crc32c } from './crc32c.js'

/**
 * A frame: magic u32 · length of what follows the CRC u32 · CRC-32C u32 · type u8 · encoding u8 · length of the scope u16 ·
 * sequence f64 · epoch milliseconds f64 · signature 8 bytes · scope · content. Little-endian. The scope is JSON: name, version, and the check of the
 * pattern, which versions that do not know it pass over.
 */
const MAGIC = 0x3146534c
const PREFIX_BYTES = 12
const FIXED_BYTES = 28
const MAX_FRAME_BYTES = 16 * 1024 * 1024
/** A piece of a segment as long as this holds the frame at its begin whole, if there is one. */
export const MAX_PIECE_BYTES = PREFIX_BYTES + MAX_FRAME_BYTES
const FRAME_TYPES = ['header', 'record', 'summary'] as const
/** On disk, for a record that is FATAL. Versions that do not know it take it for any other. */
const FATAL_TYPE = 3
const CHECK = /^[0-9a-f]{16}$/
const ENCODINGS = ['protobuf', 'json'] as const

export interface Frame extends PatternName {
  /** `header` says what a segment's records belong to; `summary` stands for many records. */
  readonly type: (typeof FRAME_TYPES)[number]
  /** Of a record: collapsing leaves more of these. */
  readonly isFatal?: boolean
  readonly encoding: (typeof ENCODINGS)[number]
  readonly sequence: number
  readonly timeMillis: number
  readonly scope: InstrumentationScope
  readonly content: Uint8Array
}

/** Writes frames into a buffer of its own, which the next frame overwrites. */
export class FrameWriter {
  #buffer = Buffer.allocUnsafeSlow(4_096)
  #lastScope: InstrumentationScope | undefined
  #lastScopeText = ''

  write(frame: Frame, salt: number): Uint8Array {
    const { type, isFatal, encoding, sequence, timeMillis, signature, check, scope, content } = frame
    const scopeText = Buffer.from(this.#textOf(scope) + (check === undefined ? ']' : `,${JSON.stringify(check)}]`))
    const end = PREFIX_BYTES + FIXED_BYTES + scopeText.length + content.length
    if (end > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(end * 2)
    const buffer = this.#buffer
    buffer.writeUInt32LE(MAGIC, 0)
    buffer.writeUInt32LE(end - PREFIX_BYTES, 4)
    buffer[12] = type === 'record' && isFatal === true ? FATAL_TYPE : FRAME_TYPES.indexOf(type)
    buffer[13] = ENCODINGS.indexOf(encoding)
    buffer.writeUInt16LE(scopeText.length, 14)
    buffer.writeDoubleLE(sequence, 16)
    buffer.writeDoubleLE(timeMillis, 24)
    buffer.writeUInt32LE(Number.parseInt(signature.slice(0, 8), 16) || 0, 32)
    buffer.writeUInt32LE(Number.parseInt(signature.slice(8), 16) || 0, 36)
    buffer.set(scopeText, 40)
    buffer.set(content, 40 + scopeText.length)
    buffer.writeUInt32LE(crc32c(buffer, PREFIX_BYTES, end, salt), 8)
    return buffer.subarray(0, end)
  }

  /** Loggers are few, so that the one before is mostly the same. */
  #textOf(scope: InstrumentationScope): string {
    const last = this.#lastScope
    if (last === undefined || last.name !== scope.name || last.version !== scope.version) {
      this.#lastScope = scope
      this.#lastScopeText = JSON.stringify([scope.name, scope.version ?? '']).slice(0, -1)
    }
    return this.#lastScopeText
  }
}

export interface ReadFrames {
  readonly frames: readonly Frame[]
  /** Where reading may continue: behind the last frame, or at the start of one that is cut off. */
  readonly end: number
  /** Stretches between frames that no frame covers. */
  readonly damages: number
}

/** Returns all whole frames of a piece of a segment, wherever they begin. What is damaged is skipped. Frames hold copies. */
export function readFrames(bytes: Uint8Array, salt: number): ReadFrames {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = Buffer.alloc(4)
  magic.writeUInt32LE(MAGIC)
  const frames: Frame[] = []
  let end = 0
  let damages = 0
  for (let at = view.indexOf(magic); at >= 0; ) {
    const size = sizeAt(view, at, salt)
    if (size !== undefined) {
      if (at > end) damages++
      frames.push(frameAt(view, at, size))
      end = at + size
    }
    at = view.indexOf(magic, size === undefined ? at + 1 : end)
  }
  return { frames, end, damages }
}

function sizeAt(view: Buffer, at: number, salt: number): number | undefined {
  if (at + PREFIX_BYTES + FIXED_BYTES > view.length) return undefined
  const length = view.readUInt32LE(at + 4)
  const end = at + PREFIX_BYTES + length
  if (length < FIXED_BYTES || length > MAX_FRAME_BYTES || end > view.length) return undefined
  if (FIXED_BYTES + view.readUInt16LE(at + 14) > length) return undefined
  return crc32c(view, at + PREFIX_BYTES, end, salt) === view.readUInt32LE(at + 8) ? PREFIX_BYTES + length : undefined
}

function frameAt(view: Buffer, at: number, size: number): Frame {
  const scopeEnd = at + 40 + view.readUInt16LE(at + 14)
  return {
    type: FRAME_TYPES[view[at + 12]!] ?? 'record',
    ...(view[at + 12] === FATAL_TYPE && { isFatal: true }),
    encoding: ENCODINGS[view[at + 13]!] ?? 'protobuf',
    sequence: view.readDoubleLE(at + 16),
    timeMillis: view.readDoubleLE(at + 24),
    signature: hex(view.readUInt32LE(at + 32)) + hex(view.readUInt32LE(at + 36)),
    ...scopeOf(view.toString('utf8', at + 40, scopeEnd)),
    content: Uint8Array.prototype.slice.call(view, scopeEnd, at + size),
  }
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0')
}

function scopeOf(text: string): Pick<Frame, 'scope' | 'check'> {
  const [name, version, check] = JSON.parse(text) as [string, string, unknown]
  const scope = version === '' ? { name } : { name, version }
  return typeof check === 'string' && CHECK.test(check) ? { scope, check } : { scope }
}
