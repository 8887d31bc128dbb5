import { z } from '@hono/zod-openapi'
import type { Connections, Refused } from '../../posthog/connections.js'
import { KEY_SOURCES, type StoredConnection } from '../../store/contracts/posthog.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { connectionSchema, shownConnection } from './posthog-fields.js'

const PATH = '/api/v1/posthog/connection'
const BOARD = '/api/v1/posthog/board'
const LIMITS = { wireBytes: 8_192, bytes: 16_384 }
const STATUS = { invalid: 422, conflict: 409, missing: 404, busy: 429 } as const

const key = (about: string) => z.string().regex(/^[!-~]{8,512}$/, `must be ${about}, without blanks`)
const body = z
  .object({
    host: z
      .string()
      .min(1)
      .max(300)
      .default('us')
      .openapi({ description: '`us`, `eu`, or the https URL of an instance.' }),
    ingest_host: z.string().max(300).default('').openapi({ description: 'Where events go, if that is not the host.' }),
    project: z.union([z.string().max(12), z.number().int().positive()]).transform(String),
    keys: z.enum(KEY_SOURCES).default('stored'),
    personal_api_key: key('a personal API key (phx_…) or an OAuth token (pha_…)')
      .optional()
      .openapi({ description: 'Absent: that which is stored, if the host stays the same.' }),
    project_api_key: key('the key of a project (phc_…)')
      .refine((text) => !/^ph[xa]_/.test(text), 'must be the key of a project (phc_…), not a personal one')
      .nullable()
      .optional()
      .openapi({ description: 'For events. Absent: as before; null: none.' }),
  })
  .openapi('NewPostHogConnection')

const removal = z.object({
  removed: z.object({}).catchall(z.number()).openapi({ description: 'Things that were made in PostHog, by kind.' }),
  left: z.number().int().openapi({ description: 'Things that stay in PostHog.' }),
})

/** Where PostHog is for the team. Keys come in here and never out. */
export function postHogRoutes(connections: Connections, { posthog }: Pick<Store, 'posthog'>): Endpoint[] {
  const shown = async (found: StoredConnection) => {
    const { teamId } = found
    const [jobs, made, toggle] = await Promise.all([posthog.jobs(teamId), posthog.made(teamId), posthog.toggle(teamId)])
    return shownConnection(found, jobs, made.length, toggle)
  }
  return [
    endpoint({
      method: 'get',
      path: PATH,
      scopes: ['admin'],
      summary:
        'Where PostHog is for the team, what its key can do, and what is done there; null: there is no connection',
      responses: [{ status: 200, description: 'The connection', schema: connectionSchema.nullable() }],
      async handle({ principal: { teamId } }) {
        const found = await connections.find(teamId)
        return json(found === undefined ? null : await shown(found))
      },
    }),
    endpoint({
      method: 'put',
      path: PATH,
      scopes: ['admin'],
      summary: 'Connects the team to its project in PostHog; keys are encrypted and never shown again',
      body: { schema: body, limits: LIMITS, checked: true },
      responses: [{ status: 200, description: 'The connection', schema: connectionSchema }],
      async handle({ body: wanted, principal: { teamId, keyId } }) {
        const { host, ingest_host: ingestHost, project, keys } = wanted
        const made = await connections.connect(teamId, keyId, {
          host,
          ingestHost,
          project,
          keys,
          personalApiKey: wanted.personal_api_key,
          projectApiKey: wanted.project_api_key,
        })
        return json(await shown(taken(made)))
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/probe`,
      scopes: ['admin'],
      summary: 'Asks PostHog for all that the key may be able to do: 17 requests at most, and nothing is written there',
      responses: [{ status: 200, description: 'The connection', schema: connectionSchema }],
      async handle({ principal: { teamId, keyId } }) {
        return json(await shown(taken(await connections.probe(teamId, keyId))))
      },
    }),
    endpoint({
      method: 'delete',
      path: PATH,
      scopes: ['admin'],
      summary: 'Removes what was made in PostHog, and the connection with its keys',
      query: z.object({
        keep: z.enum(['yes', 'no']).default('no').openapi({ description: 'yes: what was made in PostHog stays.' }),
      }),
      responses: [{ status: 200, description: 'What was removed', schema: removal }],
      async handle({ query: { keep }, principal: { teamId, keyId } }) {
        const { removed, left } = taken(await connections.disconnect(teamId, keyId, keep === 'yes'))
        return json({ removed, left })
      },
    }),
    endpoint({
      method: 'put',
      path: BOARD,
      scopes: ['admin'],
      summary:
        'Has the dashboard made in PostHog, with marks of policies and incidents, and kept as it is to be; what somebody changed there stays',
      responses: [{ status: 200, description: 'The connection', schema: connectionSchema }],
      async handle({ principal: { teamId, keyId } }) {
        return json(await shown(taken(await connections.askForBoard(teamId, keyId))))
      },
    }),
    endpoint({
      method: 'delete',
      path: BOARD,
      scopes: ['admin'],
      summary: 'Removes what was made in PostHog, but for what somebody changed there',
      responses: [{ status: 200, description: 'What was removed', schema: removal }],
      async handle({ principal: { teamId, keyId } }) {
        const { removed, left } = taken(await connections.removeBoard(teamId, keyId))
        return json({ removed, left })
      },
    }),
  ]
}

/** @throws Problem if it was refused */
export function taken<T extends object>(result: T | Refused): T {
  if ('refused' in result) throw new Problem(STATUS[result.refused], result.problem)
  return result as T
}
