import { z } from '@hono/zod-openapi'
import { READERS } from '../../scope.js'
import type { Explanation, Explanations } from '../../summaries/explanations.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const POLICY = '/api/v1/policies/{service}/versions/{version}/explanation'
const INCIDENT = '/api/v1/incidents/{id}/explanation'
const LIMITS = { wireBytes: 1_024, bytes: 1_024 }

const ofPolicy = z.object({ service: z.string().min(1).max(256), version: z.coerce.number().int().nonnegative() })
const ofIncident = z.object({ id: z.coerce.number().int().positive() })
const nothing = { schema: z.object({}), limits: LIMITS, checked: true }
const explanation = z
  .object({
    service: z.string(),
    text: z.string().openapi({ description: 'Our own sentences, made of the facts.' }),
    facts: z.looseObject({}).openapi({ description: 'All that a model is shown of it.' }),
    by_model: z.object({ text: z.string(), model: z.string(), prompt_version: z.number().int() }).nullable().openapi({
      description: 'In the words of a model; each number in it stands in the facts. null: there are none.',
    }),
    problem: z
      .string()
      .nullable()
      .openapi({ description: 'Why there are no words of a model, where they were asked for.' }),
  })
  .openapi('Explanation')

/** A version of a policy, or an incident, in words: our own always, and those of a model where an admin asked for them. */
export function explanationRoutes(explanations: Explanations): Endpoint[] {
  const responses = [{ status: 200, description: 'What it is, and why', schema: explanation }]
  const noPolicy = (version: number) => new Problem(404, `this service has no policy of version ${version}`)
  const noIncident = () => new Problem(404, 'the team has no such incident')
  return [
    endpoint({
      method: 'get',
      path: POLICY,
      scopes: READERS,
      summary: 'Explains a version of a policy in words',
      params: ofPolicy,
      responses,
      async handle({ params: { service, version }, principal: { teamId } }) {
        return shown(await explanations.policy(teamId, service, version, 'answered'), () => noPolicy(version))
      },
    }),
    endpoint({
      method: 'post',
      path: POLICY,
      scopes: ['admin'],
      summary:
        "Asks a model to explain it in its words, where the team has one; the same facts once, within the team's caps",
      params: ofPolicy,
      body: nothing,
      responses,
      async handle({ params: { service, version }, principal: { teamId } }) {
        return shown(await explanations.policy(teamId, service, version, 'ask'), () => noPolicy(version))
      },
    }),
    endpoint({
      method: 'get',
      path: INCIDENT,
      scopes: READERS,
      summary: 'Explains an incident in words',
      params: ofIncident,
      responses,
      async handle({ params: { id }, principal: { teamId } }) {
        return shown(await explanations.incident(teamId, id, 'answered'), noIncident)
      },
    }),
    endpoint({
      method: 'post',
      path: INCIDENT,
      scopes: ['admin'],
      summary:
        "Asks a model to explain it in its words, where the team has one; the same facts once, within the team's caps",
      params: ofIncident,
      body: nothing,
      responses,
      async handle({ params: { id }, principal: { teamId } }) {
        return shown(await explanations.incident(teamId, id, 'ask'), noIncident)
      },
    }),
  ]
}

function shown(found: Explanation | undefined, missing: () => Problem): Response {
  if (found === undefined) throw missing()
  const { service, text, facts, byModel, problem } = found
  const words = byModel && { text: byModel.text, model: byModel.model, prompt_version: byModel.promptVersion }
  return json({ service, text, facts, by_model: words ?? null, problem: problem ?? null })
}
