import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'

/**
 * Returns the body of a request in the pieces that it comes in. Of one that came over a connection they are Node.js' own: streams of the
 * web, made for each request, would live until the next collection of all garbage, and what they read with them.
 */
export function bodyOf({ env, req }: Context): AsyncIterable<Uint8Array> {
  const { incoming } = (env ?? {}) as { incoming?: IncomingMessage }
  // Who stops reading in the middle has an answer to send over the same connection.
  return incoming?.iterator({ destroyOnReturn: false }) ?? req.raw.body ?? nothing()
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
