import type { Readable } from 'node:stream'
import type { TransportResponse } from './http-transport.js'

/** Reads the body of a response, `maxBytes` at most. Its status counts, even if the body cannot be read. */
export async function readResponse(
  status: number,
  headers: TransportResponse['headers'],
  body: Readable,
  maxBytes: number,
): Promise<TransportResponse> {
  const tooLarge = `the answer is larger than ${maxBytes} bytes`
  if (Number(headers['content-length']) > maxBytes) {
    // A body that is destroyed unread emits an error, which would reach the process.
    body.on('error', () => {})
    body.destroy()
    return { status, headers, body: Buffer.alloc(0), problem: tooLarge }
  }
  const chunks: Buffer[] = []
  let size = 0
  let problem: string | undefined
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size <= maxBytes) continue
      problem = tooLarge
      // Leaving the loop destroys the body.
      break
    }
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error)
  }
  return { status, headers, body: Buffer.concat(chunks).subarray(0, maxBytes), problem }
}
