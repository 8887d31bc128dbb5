import { z } from '@hono/zod-openapi'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { Problem } from '../problem.js'
import { checkQuery, digits } from './pattern-fields.js'
import { reason } from './reason-field.js'

/** The text of a pattern can be taken out: it may be somebody's name. */
export function patternTemplateRoutes({ patterns }: Pick<Store, 'patterns'>, now: Now): Endpoint[] {
  return [
    endpoint({
      method: 'delete',
      path: '/api/v1/services/{service}/patterns/{signature}/template',
      scopes: ['admin'],
      summary: 'Takes the text of a pattern out, also of incidents; its counts stay',
      params: z.object({ service: z.string().min(1).max(256), signature: digits }),
      query: z.object({ check: checkQuery, reason: reason.optional() }),
      responses: [{ status: 204, description: 'It is gone' }],
      async handle({ params: { service, signature }, query: { check, reason }, principal: { teamId, keyId } }) {
        const detail = { signature, ...(check !== undefined && { check }) }
        const action = 'template.removed'
        const entry = { teamId, at: epochSeconds(now), actor: keyId, action, service, reason: reason ?? '', detail }
        if (!(await patterns.removeTemplate({ teamId, service, signature, check }, entry)))
          throw new Problem(404, 'the service has no such pattern')
        return new Response(null, { status: 204 })
      },
    }),
  ]
}
