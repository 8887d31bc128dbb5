import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { isJson } from './from-own-page.js'
import { Problem } from './problem.js'

const inflate = promisify(gunzip)

export interface BodyLimits {
  /** As it comes. */
  readonly wireBytes: number
  /** After inflating. */
  readonly bytes: number
}

/** What is inflated is taken to become at most so large, for a start. */
const MAX_HINT_BYTES = 1024 * 1024
/** What is inflated is at most so many times as large. */
const MAX_DEFLATE_RATIO = 1_032
/** Zlib looks once more where nothing is left. */
const HINT_SLACK_BYTES = 64
/** At the end of a gzip: how many bytes became it. */
const LENGTH_BYTES = 4

/** Returns a body as text, plain or gzip. @throws Problem before more is read or inflated than the limits allow */
async function readBody(headers: Headers, source: AsyncIterable<Uint8Array>, limits: BodyLimits): Promise<string> {
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new Problem(415, `content-encoding must be gzip or identity; got ${encoding.slice(0, 40)}`)
  }
  const length = Number(headers.get('content-length') ?? 0)
  if (length > limits.wireBytes) throw tooLarge(limits.wireBytes)
  const body = await collect(source, limits.wireBytes)
  if (encoding === 'identity') return body.toString('utf8')
  try {
    const inflated = await inflate(body, { maxOutputLength: limits.bytes, chunkSize: inflatedHint(body) })
    const text = inflated.toString('utf8')
    letGo(inflated)
    return text
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limits.bytes)
    throw new Problem(400, 'the body is no gzip')
  }
}

/** Returns how many bytes to make room for at once, as a gzip says it: one piece of memory instead of many that are put together. */
function inflatedHint(body: Buffer): number {
  const said = body.length < LENGTH_BYTES ? 0 : body.readUInt32LE(body.length - LENGTH_BYTES)
  return Math.min(said, body.length * MAX_DEFLATE_RATIO, MAX_HINT_BYTES) + HINT_SLACK_BYTES
}

/**
 * Gives memory back that nobody will read again, unless it is a piece of what Node shares among small buffers. Left to the garbage collector,
 * bodies that came have it mark all that there is once a second.
 */
function letGo({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0)
}

/** @throws Problem */
export async function readJson(
  headers: Headers,
  source: AsyncIterable<Uint8Array>,
  limits: BodyLimits,
): Promise<unknown> {
  if (!isJson(headers)) throw new Problem(415, 'content-type must be application/json')
  const text = await readBody(headers, source, limits)
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(400, 'the body is no JSON')
  }
}

async function collect(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  const [only] = chunks
  return chunks.length === 1 && only instanceof Buffer ? only : Buffer.concat(chunks)
}

function tooLarge(bytes: number): Problem {
  return new Problem(413, `the body must have at most ${bytes} bytes`)
}
