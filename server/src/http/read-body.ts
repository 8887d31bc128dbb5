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

/** Returns a body as text, plain or gzip. @throws Problem before more is read or inflated than the limits allow */
async function readBody(request: Request, limits: BodyLimits): Promise<string> {
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new Problem(415, `content-encoding must be gzip or identity; got ${encoding.slice(0, 40)}`)
  }
  const length = Number(request.headers.get('content-length') ?? 0)
  if (length > limits.wireBytes) throw tooLarge(limits.wireBytes)
  const body = await collect(request, limits.wireBytes)
  if (encoding === 'identity') return body.toString('utf8')
  try {
    return (await inflate(body, { maxOutputLength: limits.bytes })).toString('utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limits.bytes)
    throw new Problem(400, 'the body is no gzip')
  }
}

/** @throws Problem */
export async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  if (!isJson(request.headers)) throw new Problem(415, 'content-type must be application/json')
  const text = await readBody(request, limits)
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(400, 'the body is no JSON')
  }
}

async function collect(request: Request, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(bytes: number): Problem {
  return new Problem(413, `the body must have at most ${bytes} bytes`)
}
