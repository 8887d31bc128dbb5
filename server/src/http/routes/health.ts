import { z } from '@hono/zod-openapi'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const status = z.object({ status: z.literal('ok') })

/** @param isReady whether requests are wanted; rejects while the database does not answer */
export function healthRoutes(isReady: () => Promise<boolean>): Endpoint[] {
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
      summary: 'Whether it can serve: the database answers and it is not stopping',
      responses: [{ status: 200, description: 'It can', schema: status }],
      async handle() {
        const ready = await isReady().catch(() => false)
        if (!ready) throw new Problem(503, 'not ready')
        return json({ status: 'ok' })
      },
    }),
  ]
}
