import { open as openFile, stat } from 'node:fs/promises'
import { PassThrough, type Readable } from 'node:stream'
import zlib, { createGunzip } from 'node:zlib'

/** What is read: a file or what comes in, decompressed. */
export interface Source {
  readonly name: string
  /** As it stands on the disk; `undefined`: nobody knows. */
  readonly bytes: number | undefined
  /** Bytes that were read of it so far, before they were decompressed. */
  read(): number
  /** The text, in pieces, each of which holds until the next one is asked for. */
  open(): AsyncIterable<Buffer>
}

const GZIP = Buffer.from([0x1f, 0x8b])
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
const CHUNK_BYTES = 1 << 20

/** What is said to a person who can mend it. */
export class InputError extends Error {}

/** Returns a file as a source. @throws InputError where it is none */
export async function fileSource(path: string): Promise<Source> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(error.code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read: ${error.code}`)
  })
  if (found.isDirectory()) throw new InputError(`${path} is a folder; name its files: ${path}/*.log`)
  let read = 0
  return {
    name: path,
    bytes: found.isFile() ? found.size : undefined,
    read: () => read,
    open: () =>
      plain(
        piecesOf(path, (bytes) => {
          read += bytes
        }),
        path,
      ),
  }
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
  return { name, bytes: undefined, read: () => read, open: () => plain(counted(), name) }
}

/** Decompresses what begins like something compressed. */
async function* plain(chunks: AsyncIterable<Buffer>, name: string): AsyncIterable<Buffer> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) return
  const rest = (async function* () {
    yield first.value as Buffer
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value as Buffer
  })()
  const decompress = decompressorOf(first.value, name)
  if (decompress === undefined) yield* rest
  else yield* through(rest, decompress, name)
}

function decompressorOf(start: Buffer, name: string): NodeJS.ReadWriteStream | undefined {
  if (start.subarray(0, 2).equals(GZIP)) return createGunzip({ chunkSize: CHUNK_BYTES })
  if (!start.subarray(0, 4).equals(ZSTD)) return undefined
  if (typeof zlib.createZstdDecompress !== 'function')
    throw new InputError(
      `${name} is compressed by zstd, which Node.js knows from 22.15 on: zstd -dc ${name} | lipservice …`,
    )
  return zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES })
}

async function* through(
  chunks: AsyncIterable<Buffer>,
  by: NodeJS.ReadWriteStream,
  name: string,
): AsyncIterable<Buffer> {
  const out = new PassThrough({ highWaterMark: 4 * CHUNK_BYTES })
  by.pipe(out)
  by.on('error', (error) => out.destroy(error))
  const feeding = (async () => {
    for await (const chunk of chunks) {
      // It is decompressed when it is our turn no more.
      if (!by.write(Buffer.from(chunk))) await new Promise((resolve) => by.once('drain', resolve))
    }
    by.end()
  })().catch((error: Error) => out.destroy(error))
  try {
    yield* out as AsyncIterable<Buffer>
  } catch (error) {
    throw new InputError(`${name} cannot be decompressed: ${(error as Error).message}`)
  }
  await feeding
}
