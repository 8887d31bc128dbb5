import { z } from '@hono/zod-openapi'
import type { Policy } from 'lipservice/protocol'
import { diffOf } from '../../policies/policy-diff.js'
import type { PolicyVersions } from '../../policies/policy-versions.js'
import type { RolloutDesk } from '../../policies/rollout-desk.js'
import { READERS } from '../../scope.js'
import { POLICY_KINDS } from '../../store/contracts/policies.js'
import type { Store, StoredPolicy } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { policySchema } from '../protocol-schemas.js'
import {
  canarySchema,
  shownCanary,
  shownSummary,
  shownTemplates,
  signaturesIn,
  summaryFields,
  summarySchema,
  templateSchema,
} from './policy-fields.js'

const PATH = '/api/v1/policies/{service}'
const service = z.string().min(1).max(256)
const versionNumber = z.coerce.number().int().nonnegative()
const kinds = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(POLICY_KINDS)).min(1))
const shownVersion = z
  .object({
    ...summaryFields,
    policy: policySchema,
    canary: canarySchema.nullable().openapi({ description: 'While a part of the instances tries it.' }),
    templates: z.array(templateSchema).openapi({ description: 'Of the patterns that it names.' }),
  })
  .openapi('PolicyVersion')
const change = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  template: z.string().optional().openapi({ description: 'Of the pattern that the path names.' }),
})

/** The versions of a service's policy: what there was, each as a whole, and how they differ. */
export function policyVersionRoutes(
  versions: PolicyVersions,
  desk: RolloutDesk,
  { patterns }: Pick<Store, 'patterns'>,
): Endpoint[] {
  const find = async (teamId: number, name: string, version: number): Promise<StoredPolicy> => {
    const found = await versions.find(teamId, name, version)
    if (found === undefined) throw new Problem(404, `this service has no policy of version ${version}`)
    return found
  }

  return [
    endpoint({
      method: 'get',
      path: `${PATH}/history`,
      scopes: READERS,
      summary: 'Versions of a policy without their documents, newest first: what made each, and the stages it came to',
      params: z.object({ service }),
      query: z.object({
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
        before: versionNumber.optional().openapi({ description: 'Versions below this one.' }),
        kind: kinds.optional().openapi({ type: 'string', description: 'One or several, separated by commas.' }),
      }),
      responses: [{ status: 200, description: 'The versions', schema: z.object({ versions: z.array(summarySchema) }) }],
      async handle({ params: { service: name }, query: { limit, before, kind }, principal }) {
        const found = await versions.history(principal.teamId, name, { limit, before, kinds: kind })
        return json({ versions: found.map(shownSummary) })
      },
    }),
    endpoint({
      method: 'get',
      path: `${PATH}/versions/{version}`,
      scopes: READERS,
      summary: 'One version as a whole, with the templates of the patterns that it and its reasons name',
      params: z.object({ service, version: versionNumber }),
      responses: [{ status: 200, description: 'The version', schema: shownVersion }],
      async handle({ params: { service: name, version }, principal: { teamId } }) {
        const found = await find(teamId, name, version)
        const policy = JSON.parse(found.document) as Policy
        const named = [
          ...(policy.keep_patterns ?? []),
          ...Object.keys(policy.pattern_rates ?? {}),
          ...Object.keys(policy.pattern_values ?? {}),
          ...signaturesIn([found.forecast ?? '', ...found.stages.map(({ reason }) => reason)]),
        ]
        const [templates, canary] = await Promise.all([
          patterns.named(teamId, name, [...new Set(named)]),
          found.stage === 'canary' ? desk.canary(teamId, name) : undefined,
        ])
        return json({
          ...shownSummary(found),
          policy,
          canary: canary === undefined ? null : shownCanary(canary),
          templates: shownTemplates(templates),
        })
      },
    }),
    endpoint({
      method: 'get',
      path: `${PATH}/diff`,
      scopes: READERS,
      summary: 'What one version says otherwise than another',
      params: z.object({ service }),
      query: z.object({ from: versionNumber, to: versionNumber }),
      responses: [{ status: 200, description: 'The changes', schema: z.object({ changes: z.array(change) }) }],
      async handle({ params: { service: name }, query, principal: { teamId } }) {
        const [from, to] = await Promise.all([find(teamId, name, query.from), find(teamId, name, query.to)])
        const changes = diffOf(JSON.parse(from.document), JSON.parse(to.document))
        const signatures = signaturesIn(changes.map(({ path }) => path))
        const named = await patterns.named(teamId, name, signatures)
        const templateOf = new Map(named.map(({ signature, template }) => [signature, template]))
        return json({
          changes: changes.map((one) => {
            const template = signaturesIn([one.path]).map((signature) => templateOf.get(signature))[0]
            return { ...one, ...(template !== undefined && { template }) }
          }),
        })
      },
    }),
  ]
}
