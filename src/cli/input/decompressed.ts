import { PassThrough } from 'node:stream'
import zlib, { createGunzip } from 'node:zlib'
import { begun } from './begun.js'
import { InputError } from './input-error.js'

const GZIP = Buffer.from([0x1f, 0x8b])
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
const CHUNK_BYTES = 1 << 20

/**
 * Decompresses what begins like something compressed. Of what is damaged, all is read that can be.
 *
 * @param onDamage called with why, behind what could be read
 */
export async function* decompressed(
  chunks: AsyncIterable<Buffer>,
  name: string,
  onDamage: (why: string) => void,
): AsyncIterable<Buffer> {
  const iterator = begun(chunks)[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) return
  const rest = (async function* () {
    yield first.value as Buffer
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value as Buffer
  })()
  const decompress = decompressorOf(first.value, name)
  if (decompress === undefined) yield* rest
  else yield* through(rest, decompress, name, onDamage)
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
  onDamage: (why: string) => void,
): AsyncIterable<Buffer> {
  const out = new PassThrough({ highWaterMark: 4 * CHUNK_BYTES })
  const state: { failure?: Error } = {}
  let given = 0
  by.pipe(out)
  // What came out before the fault is still to be read.
  by.on('error', (error) => {
    state.failure ??= error
    out.end()
  })
  const feeding = (async () => {
    for await (const chunk of chunks) {
      if (state.failure !== undefined) return
      // It is decompressed when it is our turn no more.
      if (!by.write(Buffer.from(chunk))) await drained(by)
    }
    by.end()
  })().catch((error: Error) => out.destroy(error))
  for await (const piece of out as AsyncIterable<Buffer>) {
    given += piece.length
    yield piece
  }
  await feeding
  const { failure } = state
  if (failure === undefined) return
  if (given === 0) throw new InputError(`${name} cannot be decompressed: ${failure.message}`)
  onDamage(failure.message)
}

/** Resolves when a stream takes more, or never will. */
const drained = (by: NodeJS.ReadWriteStream): Promise<void> =>
  new Promise((resolve) => {
    by.once('drain', resolve)
    by.once('error', () => resolve())
  })
