import { z } from '@hono/zod-openapi'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const RETRY_AFTER_SECONDS = '5'
const status = z.object({ status: z.literal('ok') })

/** @param problem returns why no requests are wanted; `undefined`: they are */
export function healthRoutes(problem: () => Promise<string | undefined>): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/healthz',
      scopes: 'public',
      summary: 'Whether the process lives',
      responses: [{ status: 200, description: 'It does', schema: status }],
      handle: async () => json({ status: 'ok' }),
    }),
    endpoint({
      method: 'get',
      path: '/readyz',
      scopes: 'public',
      summary: 'Whether it can serve: the database takes writes and it is not stopping',
      responses: [{ status: 200, description: 'It can; 503 says in `detail` why not', schema: status }],
      async handle() {
        const reason = await problem()
        if (reason !== undefined) throw new Problem(503, reason, { 'retry-after': RETRY_AFTER_SECONDS })
        return json({ status: 'ok' })
      },
    }),
  ]
}
