import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const gunzipAsync = promisify(gunzip)

type Body = AsyncIterable<Buffer> & { destroy(): unknown; on(event: 'error', listener: () => void): unknown }

/**
 * Reads no more than `maxBytes`; of a body that announces more, nothing.
 *
 * @throws when there is more, or the connection breaks
 */
export async function readCapped(
  body: Body,
  announced: string | string[] | undefined,
  maxBytes: number,
): Promise<Buffer> {
  if (Number(announced) > maxBytes) {
    // A body that is destroyed unread tells its listeners, or the process.
    body.on('error', () => {})
    body.destroy()
    throw tooLarge(maxBytes)
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) {
      body.destroy()
      throw tooLarge(maxBytes)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * Inflates in chunks off the loop, and stops at the first byte too many.
 *
 * @throws when there is more, or the bytes are not gzip
 */
export async function inflateCapped(wire: Buffer, maxBytes: number): Promise<Buffer> {
  return gunzipAsync(wire, { maxOutputLength: maxBytes }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(maxBytes) : error
  })
}

function tooLarge(maxBytes: number): Error {
  return new Error(`the answer is larger than ${maxBytes} bytes`)
}
