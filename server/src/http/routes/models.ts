import { z } from '@hono/zod-openapi'
import { CLASSES } from 'lipservice/allocation'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { OPERATORS, READERS } from '../../scope.js'
import type { AuditEntry } from '../../store/contracts/audit.js'
import {
  type AskedBy,
  MODEL_MODES,
  type ModelCaps,
  type ModelMode,
  type StoredVerdict,
  type TeamModel,
} from '../../store/contracts/models.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const PATH = '/api/v1/model'
const LIMITS = { wireBytes: 4_096, bytes: 16_384 }
const MICRO = 1e6
const MAX_VERDICTS = 10_000

/** What the routes have to know of the language model of this server, where it has one. */
export interface ModelDesk {
  by(): Promise<AskedBy>
  capsOf(team: TeamModel | undefined): Promise<ModelCaps>
  preview(
    teamId: number,
  ): Promise<
    | { readonly service: string; readonly signatures: readonly string[]; readonly requests: readonly string[] }
    | undefined
  >
  decisionsOf(verdicts: readonly StoredVerdict[], mode: ModelMode, passed: boolean): Promise<readonly Decided[]>
}

/** What a verdict comes to. */
export type Decided =
  | { readonly effect: 'none'; readonly why: string }
  | { readonly effect: 'raise'; readonly meaning: string }
  | { readonly effect: 'suggest'; readonly meaning: string; readonly direction: 'raise' | 'lower' }

const dollars = z.number().min(0).max(1_000_000)
const reason = z.string().trim().min(1).max(1_000)
const used = z.object({ calls: z.number().int(), tokens: z.number().int(), usd: z.number() })
const exam = z
  .object({
    state: z.enum(['none', 'waits', 'passed', 'failed']),
    asked_at: z.number().int().nullable(),
    taken_at: z.number().int().nullable(),
    failures: z.array(z.string()).openapi({ description: 'What it fails by.' }),
    precision: z.number().nullable().openapi({ description: 'Of what it says protects, the part that does.' }),
    recall: z.number().nullable().openapi({ description: 'Of what protects, the part that it finds.' }),
    lines: z.number().int().nullable(),
  })
  .openapi('ModelExam')
const state = z
  .object({
    configured: z.boolean().openapi({ description: 'Whether the server has a language model.' }),
    model: z.string().nullable(),
    prompt_version: z.number().int().nullable(),
    mode: z.enum(MODEL_MODES).openapi({
      description:
        'off: nothing is asked. suggest: a person accepts or refuses. raise: what it raises counts by itself, within 5 % of a budget.',
    }),
    mode_since: z.number().int().nullable(),
    updated_by: z.string().nullable(),
    caps: z.object({ tokens_per_day: z.number().int(), usd_per_day: z.number(), usd_per_month: z.number() }),
    today: used,
    month: used,
    exam,
  })
  .openapi('Model')
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
const call = z
  .object({
    id: z.number().int(),
    at: z.number().int(),
    service: z.string().nullable(),
    purpose: z.string(),
    model: z.string(),
    prompt_version: z.number().int(),
    outcome: z.string(),
    judged: z.string().nullable().openapi({ description: 'What the check of its answer says.' }),
    tokens_in: z.number().int(),
    tokens_out: z.number().int(),
    usd: z.number(),
    ms: z.number().int(),
    request: z.string(),
    request_sha256: z.string(),
    answer: z.string(),
  })
  .openapi('ModelCall')

/** What a team says of language models, what they are asked, and what they say of patterns. */
export function modelRoutes(store: Store, desk: ModelDesk | undefined, now: Now): Endpoint[] {
  const { models, patterns } = store
  const seconds = () => epochSeconds(now)
  const entry = (
    teamId: number,
    actor: string,
    action: string,
    why: string,
    detail: object,
    service = '',
  ): AuditEntry => ({
    teamId,
    at: seconds(),
    actor,
    action,
    service,
    reason: why,
    detail: { ...detail },
  })
  const configured = (): ModelDesk => {
    if (desk === undefined) throw new Problem(409, 'the server has no language model: see --llm-model')
    return desk
  }

  async function examOf(by: AskedBy | undefined) {
    const found = by && (await models.exam(by))
    const result = found?.takenAt === undefined ? {} : found.result
    const number = (name: string) => (typeof result[name] === 'number' ? result[name] : null)
    return {
      state: found === undefined ? 'none' : found.takenAt === undefined ? 'waits' : found.passed ? 'passed' : 'failed',
      asked_at: found?.askedAt ?? null,
      taken_at: found?.takenAt ?? null,
      failures: Array.isArray(result['failures']) ? result['failures'] : [],
      precision: number('precision'),
      recall: number('recall'),
      lines: number('lines'),
    }
  }

  async function stateOf(teamId: number) {
    const [team, by, spent] = await Promise.all([models.team(teamId), desk?.by(), models.spent(teamId, seconds())])
    const caps = (await desk?.capsOf(team)) ?? { tokensPerDay: 0, microUsdPerDay: 0, microUsdPerMonth: 0 }
    const shown = ({ calls, tokens, microUsd }: typeof spent.day) => ({ calls, tokens, usd: microUsd / MICRO })
    return {
      configured: desk !== undefined,
      model: by?.model ?? null,
      prompt_version: by?.promptVersion ?? null,
      mode: team?.mode ?? 'off',
      mode_since: team?.modeSince ?? null,
      updated_by: team?.updatedBy ?? null,
      caps: {
        tokens_per_day: caps.tokensPerDay,
        usd_per_day: caps.microUsdPerDay / MICRO,
        usd_per_month: caps.microUsdPerMonth / MICRO,
      },
      today: shown(spent.day),
      month: shown(spent.month),
      exam: await examOf(by),
    }
  }

  const key = z.object({
    service: z.string().min(1).max(256),
    signature: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits'),
    decision: z.enum(['accept', 'refuse']),
  })
  const check = z
    .string()
    .regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits')
    .optional()

  return [
    endpoint({
      method: 'get',
      path: PATH,
      scopes: READERS,
      summary: 'The language model: whether there is one, what the team allows, what it has used, and its exam',
      responses: [{ status: 200, description: 'The state', schema: state }],
      async handle({ principal }) {
        return json(await stateOf(principal.teamId))
      },
    }),
    endpoint({
      method: 'put',
      path: PATH,
      scopes: ['admin'],
      summary: 'Says what the team allows a language model: its mode, and caps below those of the server',
      body: {
        schema: z.object({
          mode: z.enum(MODEL_MODES),
          tokens_per_day: z.number().int().min(0).max(1e12).optional(),
          usd_per_day: dollars.optional(),
          usd_per_month: dollars.optional(),
          reason,
        }),
        limits: LIMITS,
        checked: true,
      },
      responses: [{ status: 200, description: 'The state', schema: state }],
      async handle({ body: { mode, reason: why, ...caps }, principal: { teamId, keyId } }) {
        const before = await models.team(teamId)
        if (mode === 'raise' && (await examOf(await configured().by())).state !== 'passed')
          throw new Problem(409, 'this model has not passed its exam with this prompt: it may only suggest')
        const micro = (usd: number | undefined) => (usd === undefined ? undefined : Math.round(usd * MICRO))
        const settings: TeamModel = {
          teamId,
          mode,
          modeSince: before?.mode === mode ? before.modeSince : seconds(),
          tokensPerDay: caps.tokens_per_day,
          microUsdPerDay: micro(caps.usd_per_day),
          microUsdPerMonth: micro(caps.usd_per_month),
          updatedAt: seconds(),
          updatedBy: keyId,
        }
        await models.set(
          settings,
          entry(teamId, keyId, 'model.set', why, { mode, before: before?.mode ?? 'off', ...caps }),
        )
        return json(await stateOf(teamId))
      },
    }),
    endpoint({
      method: 'get',
      path: `${PATH}/preview`,
      scopes: ['admin'],
      summary: 'What would be sent next, byte for byte; nothing is sent',
      responses: [
        {
          status: 200,
          description: 'Bodies of requests',
          schema: z.object({
            service: z.string().nullable().openapi({ description: 'null: there is nothing to ask.' }),
            patterns: z.number().int(),
            requests: z.array(z.string()),
          }),
        },
      ],
      async handle({ principal }) {
        const found = await desk?.preview(principal.teamId)
        if (found === undefined) return json({ service: null, patterns: 0, requests: [] })
        return json({ service: found.service, patterns: found.signatures.length, requests: found.requests })
      },
    }),
    endpoint({
      method: 'get',
      path: `${PATH}/verdicts`,
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
      path: `${PATH}/verdicts/{service}/{signature}/{decision}`,
      scopes: OPERATORS,
      summary: 'Accepts what the model says of a pattern, which labels it, or refuses it',
      params: key,
      query: z.object({ check }),
      body: { schema: z.object({ reason }), limits: LIMITS, checked: true },
      responses: [{ status: 204, description: 'It is decided' }],
      async handle({ params: { service, signature, decision }, query, body, principal: { teamId, keyId } }) {
        const by = await configured().by()
        const found = (await models.verdicts({ teamId, service, ...by, limit: MAX_VERDICTS })).find(
          (one) => one.signature === signature && one.check === (query.check ?? ''),
        )
        if (found === undefined) throw new Problem(404, 'the model has said nothing of this pattern')
        const [said] = await configured().decisionsOf([{ ...found, decided: undefined }], 'suggest', false)
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
          entry(teamId, keyId, action, body.reason, detail, service),
          decision === 'accept' ? label : undefined,
        )
        if (!isDone) throw new Problem(409, 'a person has accepted it, or labelled the pattern, already')
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'get',
      path: `${PATH}/calls`,
      scopes: ['admin'],
      summary: 'What the model was asked and answered, newest first; of 30 days',
      query: z.object({
        before: z.coerce.number().int().positive().optional().openapi({ description: 'Calls with a lower id.' }),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      responses: [{ status: 200, description: 'The calls', schema: z.object({ calls: z.array(call) }) }],
      async handle({ query: { before, limit }, principal }) {
        const found = await models.calls(principal.teamId, limit, before)
        const calls = found.map((one) => ({
          id: one.id,
          at: one.at,
          service: one.service || null,
          purpose: one.purpose,
          model: one.model,
          prompt_version: one.promptVersion,
          outcome: one.outcome,
          judged: one.judged || null,
          tokens_in: one.tokensIn,
          tokens_out: one.tokensOut,
          usd: one.microUsd / MICRO,
          ms: one.ms,
          request: one.request,
          request_sha256: one.requestSha256,
          answer: one.answer,
        }))
        return json({ calls })
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/exam`,
      scopes: ['admin'],
      summary: 'Has the model take its exam, by tokens of the team: about 28 requests with bundled lines',
      body: { schema: z.object({ reason }), limits: LIMITS, checked: true },
      responses: [{ status: 202, description: 'It waits for its turn', schema: exam }],
      async handle({ body, principal: { teamId, keyId } }) {
        const by = await configured().by()
        const asked = {
          ...by,
          askedAt: seconds(),
          askedBy: keyId,
          teamId,
          takenAt: undefined,
          passed: false,
          result: {},
        }
        await models.askForExam(
          asked,
          entry(teamId, keyId, 'model.exam', body.reason, { model: by.model, prompt_version: by.promptVersion }),
        )
        return json(await examOf(by), 202)
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
