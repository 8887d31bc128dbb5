import { open as openFile, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { decoded } from './decoded.js'
import { decompressed } from './decompressed.js'
import { InputError } from './input-error.js'

/** What is read: a file or what comes in, decompressed. */
export interface Source {
  readonly name: string
  /** As it stands on the disk; `undefined`: nobody knows. */
  readonly bytes: number | undefined
  /** Bytes that were read of it so far, before they were decompressed. */
  read(): number
  /** The text, in pieces, each of which holds until the next one is asked for. */
  open(): AsyncIterable<Buffer>
  /** Why it could not be read to its end; `undefined`: it could, or was not yet. */
  damage(): string | undefined
}

const CHUNK_BYTES = 1 << 20

/** Returns a file as a source. @throws InputError where it is none */
export async function fileSource(path: string): Promise<Source> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(error.code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read: ${error.code}`)
  })
  if (found.isDirectory()) throw new InputError(`${path} is a folder; name its files: ${path}/*.log`)
  let read = 0
  const pieces = () =>
    piecesOf(path, (bytes) => {
      read += bytes
    })
  return { name: path, bytes: found.isFile() ? found.size : undefined, read: () => read, ...textOf(pieces, path) }
}

/** Reads a file into the same memory again and again, one piece ahead. */
async function* piecesOf(path: string, onRead: (bytes: number) => void): AsyncIterable<Buffer> {
  const unreadable = (error: NodeJS.ErrnoException) => {
    throw new InputError(`${path} cannot be read: ${error.code ?? error.message}`)
  }
  const file = await openFile(path).catch(unreadable)
  const memories = [Buffer.allocUnsafeSlow(CHUNK_BYTES), Buffer.allocUnsafeSlow(CHUNK_BYTES)] as const
  const readInto = (memory: Buffer): Promise<Buffer> => {
    const reading = file.read(memory, 0, memory.length, null)
    const piece = reading.then(({ bytesRead }) => memory.subarray(0, bytesRead), unreadable)
    // Whoever waits for it is told; nobody does if it is not asked for.
    piece.catch(() => {})
    return piece
  }
  let ahead = readInto(memories[0])
  try {
    for (let turn = 1; ; turn ^= 1) {
      const piece = await ahead
      if (piece.length === 0) return
      ahead = readInto(memories[turn as 0 | 1])
      onRead(piece.length)
      yield piece
    }
  } finally {
    await ahead.catch(() => {})
    await file.close()
  }
}

/** Returns what comes in, as a source. */
export function inputSource(input: Readable, name = 'stdin'): Source {
  let read = 0
  async function* counted(): AsyncIterable<Buffer> {
    for await (const chunk of input) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
      read += bytes.length
      yield bytes
    }
  }
  return { name, bytes: undefined, read: () => read, ...textOf(counted, name) }
}

function textOf(pieces: () => AsyncIterable<Buffer>, name: string): Pick<Source, 'open' | 'damage'> {
  let damage: string | undefined
  const onDamage = (why: string): void => {
    damage = why
  }
  return { open: () => decoded(decompressed(pieces(), name, onDamage), name), damage: () => damage }
}
