import { z } from '@hono/zod-openapi'
import { CLASSES } from 'lipservice/allocation'
import { OPERATORS, READERS } from '../../scope.js'
import type { StoredVerdict } from '../../store/contracts/models.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import {
  configured,
  type Decided,
  MODEL_LIMITS,
  MODEL_PATH,
  type ModelDesk,
  modelEntry,
  modelReason,
} from './language-model-desk.js'

const MAX_VERDICTS = 10_000
const verdict = z
  .object({
    service: z.string(),
    signature: z.string(),
    check: z.string().nullable(),
    template: z.string().nullable(),
    severity: z.string(),
    word_class: z.string().openapi({ description: 'What it is by its words.' }),
    class_a: z.string().nullable().openapi({ description: 'What the first pass says; null: no answer counted.' }),
    class_b: z.string().nullable(),
    sure: z.boolean().openapi({ description: 'Both passes are.' }),
    why: z.string().openapi({ description: 'In the words of the model: text, and nothing else.' }),
    state: z.enum(['raised', 'suggested', 'accepted', 'refused', 'none']),
    class: z.enum(CLASSES).nullable().openapi({ description: 'Of raised and suggested: what it would be.' }),
    direction: z.enum(['raise', 'lower']).nullable(),
    none_because: z.string().nullable(),
    bytes_per_day: z.number().int(),
    asked_at: z.number().int(),
    decided_by: z.string().nullable(),
    decided_at: z.number().int().nullable(),
  })
  .openapi('ModelVerdict')
const key = z.object({
  service: z.string().min(1).max(256),
  signature: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits'),
  decision: z.enum(['accept', 'refuse']),
})
const check = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits')
  .optional()

/** What the model says of patterns, and what people make of it. `seconds`: since the epoch. */
export function modelVerdictRoutes(
  { models, patterns }: Pick<Store, 'models' | 'patterns'>,
  desk: ModelDesk | undefined,
  seconds: () => number,
): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: `${MODEL_PATH}/verdicts`,
      scopes: READERS,
      summary: 'What the model says of patterns, and what comes of it; most bytes first',
      query: z.object({
        service: z.string().max(256).optional(),
        state: z.enum(['raised', 'suggested', 'accepted', 'refused', 'none']).optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
        offset: z.coerce.number().int().min(0).max(MAX_VERDICTS).default(0),
      }),
      responses: [
        {
          status: 200,
          description: 'The verdicts',
          schema: z.object({ total: z.number().int(), verdicts: z.array(verdict) }),
        },
      ],
      async handle({ query: { service, state: wanted, limit, offset }, principal: { teamId } }) {
        if (desk === undefined) return json({ total: 0, verdicts: [] })
        const by = await desk.by()
        const [team, passed, all] = await Promise.all([
          models.team(teamId),
          models.exam(by).then((found) => found?.passed === true),
          models.verdicts({ teamId, service, ...by, limit: MAX_VERDICTS }),
        ])
        // Also where it is off people see what would be.
        const mode = team === undefined || team.mode === 'off' ? 'suggest' : team.mode
        const decided = await desk.decisionsOf(all, mode, passed)
        const shown = all
          .map((one, i) => shownVerdict(one, decided[i]!))
          .filter((one) => wanted === undefined || one.state === wanted)
        const page = shown.slice(offset, offset + limit)
        const texts = new Map<string, string>()
        for (const [name, own] of Map.groupBy(page, (one) => one.service)) {
          const signatures = own.map(({ signature }) => signature)
          for (const one of await patterns.named(teamId, name, signatures))
            texts.set(`${name} ${one.signature} ${one.check}`, one.template)
        }
        const verdicts = page.map((one) => ({
          ...one,
          template: texts.get(`${one.service} ${one.signature} ${one.check ?? ''}`) ?? null,
        }))
        return json({ total: shown.length, verdicts })
      },
    }),
    endpoint({
      method: 'post',
      path: `${MODEL_PATH}/verdicts/{service}/{signature}/{decision}`,
      scopes: OPERATORS,
      summary: 'Accepts what the model says of a pattern, which labels it, or refuses it',
      params: key,
      query: z.object({ check }),
      body: { schema: z.object({ reason: modelReason }), limits: MODEL_LIMITS, checked: true },
      responses: [{ status: 204, description: 'It is decided' }],
      async handle({ params: { service, signature, decision }, query, body, principal: { teamId, keyId } }) {
        const by = await configured(desk).by()
        const found = await models.verdict({ teamId, service, signature, check: query.check ?? '', ...by })
        if (found === undefined) throw new Problem(404, 'the model has said nothing of this pattern')
        const [said] = await configured(desk).decisionsOf([{ ...found, decided: undefined }], 'suggest', false)
        const meaning = said?.effect === 'none' ? undefined : said?.meaning
        if (decision === 'accept' && meaning === undefined)
          throw new Problem(
            409,
            'there is nothing to accept: both passes have to be sure of the same, and of something new',
          )
        const detail = {
          signature,
          check: found.check,
          model: by.model,
          prompt_version: by.promptVersion,
          a: found.a,
          b: found.b,
          class: meaning ?? null,
        }
        const action = decision === 'accept' ? 'model.accepted' : 'model.refused'
        const label = {
          teamId,
          service,
          signature,
          check: found.check,
          kind: 'label',
          rate: 1,
          label: meaning ?? '',
          reason: body.reason,
          createdAt: seconds(),
          createdBy: keyId,
          expiresAt: undefined,
        } as const
        const isDone = await models.decide(
          found,
          decision === 'accept' ? 'accepted' : 'refused',
          modelEntry({ teamId, at: seconds(), actor: keyId, action, reason: body.reason, service }, detail),
          decision === 'accept' ? label : undefined,
        )
        if (!isDone) throw new Problem(409, 'a person has accepted it, or labelled the pattern, already')
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

function shownVerdict({ a, b, decided, ...one }: StoredVerdict, decision: Decided) {
  const effect = decision.effect === 'raise' ? 'raised' : decision.effect === 'suggest' ? 'suggested' : 'none'
  return {
    service: one.service,
    signature: one.signature,
    check: one.check === '' ? null : one.check,
    template: null as string | null,
    severity: one.severity,
    word_class: one.wordClass,
    class_a: a?.class ?? null,
    class_b: b?.class ?? null,
    sure: a?.sure === true && b?.sure === true,
    why: one.why,
    state: decided ?? effect,
    class: decision.effect === 'none' ? null : decision.meaning,
    direction: decision.effect === 'none' ? null : decision.effect === 'raise' ? 'raise' : decision.direction,
    none_because: decision.effect === 'none' && decided === undefined ? decision.why : null,
    bytes_per_day: one.bytesPerDay,
    asked_at: one.askedAt,
    decided_by: one.decidedBy || null,
    decided_at: one.decidedAt || null,
  }
}
