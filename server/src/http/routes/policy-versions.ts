import { z } from '@hono/zod-openapi'
import type { Policy } from 'lipservice/protocol'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { diffOf, type PolicyChange } from '../../policies/policy-diff.js'
import type { PolicyVersions } from '../../policies/policy-versions.js'
import type { RolloutDesk } from '../../policies/rollout-desk.js'
import { READERS } from '../../scope.js'
import type { NamedTemplate } from '../../store/contracts/patterns.js'
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
const DAY_SECONDS = 86_400
/** The one before that came in force is among so many. */
const MAX_VERSIONS_BEFORE = 100
/** Beyond these a pattern is small. */
const MAX_SIZED_PATTERNS = 1_000
const BYTES_ABOUT = `Logged in the last day by the pattern that the path names; absent: it is none of the ${MAX_SIZED_PATTERNS} largest.`
const service = z.string().min(1).max(256)
const versionNumber = z.coerce.number().int().nonnegative()
const kinds = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(POLICY_KINDS)).min(1))
const change = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  template: z.string().optional().openapi({ description: 'Of the pattern that the path names.' }),
})
const shownVersion = z
  .object({
    ...summaryFields,
    policy: policySchema,
    canary: canarySchema.nullable().openapi({ description: 'While a part of the instances tries it.' }),
    against: z.number().int().nullable().openapi({ description: 'What it is compared with; null: there is none.' }),
    changes: z
      .array(change.extend({ bytes: z.number().optional().openapi({ description: BYTES_ABOUT }) }))
      .openapi({ description: 'What it says otherwise than that.' }),
    templates: z.array(templateSchema).openapi({ description: 'Of the patterns that it or a change names.' }),
  })
  .openapi('PolicyVersion')

/** The versions of a service's policy: what there was, each as a whole, and how they differ. */
export function policyVersionRoutes(
  versions: PolicyVersions,
  desk: RolloutDesk,
  { patterns }: Pick<Store, 'patterns'>,
  now: Now,
): Endpoint[] {
  const find = async (teamId: number, name: string, version: number): Promise<StoredPolicy> => {
    const found = await versions.find(teamId, name, version)
    if (found === undefined) throw new Problem(404, `this service has no policy of version ${version}`)
    return found
  }

  /** Returns the version that was in force before; `undefined`: there was none. */
  async function versionBefore(teamId: number, name: string, version: number): Promise<number | undefined> {
    const before = await versions.history(teamId, name, { limit: MAX_VERSIONS_BEFORE, before: version })
    return before.find(({ stages }) => stages.some(({ stage }) => stage === 'active'))?.version
  }

  async function bytesOf(teamId: number, name: string): Promise<ReadonlyMap<string, number>> {
    const to = epochSeconds(now)
    const period = { from: to - DAY_SECONDS, to: to + 1 }
    const query = { teamId, service: name, period, sort: 'bytes', descending: true, offset: 0 } as const
    const found = await patterns.list({ ...query, limit: MAX_SIZED_PATTERNS })
    const bytes = new Map<string, number>()
    for (const one of found.patterns) bytes.set(one.signature, (bytes.get(one.signature) ?? 0) + one.bytes)
    return bytes
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
      summary: 'One version as a whole: how it differs from another, and the templates of the patterns that it names',
      params: z.object({ service, version: versionNumber }),
      query: z.object({
        against: versionNumber
          .optional()
          .openapi({ description: 'Version to compare it with. Default: the one that was in force before it.' }),
      }),
      responses: [{ status: 200, description: 'The version', schema: shownVersion }],
      async handle({ params: { service: name, version }, query, principal: { teamId } }) {
        const [found, against] = await Promise.all([
          find(teamId, name, version),
          query.against ?? versionBefore(teamId, name, version),
        ])
        const other = against === undefined ? undefined : await find(teamId, name, against)
        const policy = JSON.parse(found.document) as Policy
        const changes = other === undefined ? [] : diffOf(JSON.parse(other.document), policy)
        const named = [
          ...(policy.keep_patterns ?? []),
          ...Object.keys(policy.pattern_rates ?? {}),
          ...Object.keys(policy.pattern_values ?? {}),
          ...signaturesIn([found.forecast ?? '', ...found.stages.map(({ reason }) => reason), JSON.stringify(changes)]),
        ]
        const [templates, bytes, canary] = await Promise.all([
          patterns.named(teamId, name, [...new Set(named)]),
          changes.some(({ path }) => signaturesIn([path]).length > 0) ? bytesOf(teamId, name) : undefined,
          found.stage === 'canary' ? desk.canary(teamId, name) : undefined,
        ])
        return json({
          ...shownSummary(found),
          policy,
          canary: canary === undefined ? null : shownCanary(canary),
          against: against ?? null,
          changes: shownChanges(changes, templates, bytes),
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
        return json({ changes: shownChanges(changes, await patterns.named(teamId, name, signatures)) })
      },
    }),
  ]
}

function shownChanges(
  changes: readonly PolicyChange[],
  templates: readonly NamedTemplate[],
  bytes?: ReadonlyMap<string, number>,
) {
  const templateOf = new Map(templates.map(({ signature, template }) => [signature, template]))
  return changes.map((one) => {
    const [signature = ''] = signaturesIn([one.path])
    const template = templateOf.get(signature)
    const size = bytes?.get(signature)
    return { ...one, ...(template !== undefined && { template }), ...(size !== undefined && { bytes: size }) }
  })
}
