import * as z from 'zod/mini'
import type { CapturedEvent, Me } from '../contract/account.js'
import { mapOutcome, type Outcome } from '../contract/outcome.js'
import { askApp, type Endpoints, NOTHING } from './endpoint.js'

const ME = z.object({
  email: z.string(),
  organization: z.optional(z.nullable(z.object({ id: z.string() }))),
  scoped_teams: z.optional(z.unknown()),
  scopes: z.optional(z.nullable(z.array(z.string()))),
})

export async function me(on: Endpoints): Promise<Outcome<Me>> {
  const answer = await askApp(on, '/api/users/@me/', {
    what: 'who am I',
    scope: 'user:read',
    method: 'GET',
    shape: ME,
  })
  return mapOutcome(answer, ({ email, organization, scopes }) => ({
    email,
    organization: organization?.id,
    scopes: scopes ?? undefined,
  }))
}

/** Sends events with the key of the project, which is no secret of the API: it is in every web page. */
export function capture(
  on: Endpoints,
  apiKey: string,
  events: readonly CapturedEvent[],
  isHistorical: boolean,
): Promise<Outcome<undefined>> {
  return askApp({ ...on, app: on.ingest }, '/batch/', {
    what: 'events',
    scope: 'a project key',
    method: 'POST',
    auth: 'none',
    // The same uuid is the same event.
    repeatable: true,
    body: {
      api_key: apiKey,
      ...(isHistorical ? { historical_migration: true } : {}),
      batch: events.map(({ event, uuid, timestamp, distinctId, properties }) => ({
        event,
        uuid,
        timestamp: timestamp.toISOString(),
        properties: { ...properties, distinct_id: distinctId, $process_person_profile: false },
      })),
    },
    shape: NOTHING,
  })
}
