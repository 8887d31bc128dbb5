import { z } from '@hono/zod-openapi'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { READERS } from '../../scope.js'
import { type AskedBy, MODEL_MODES, type TeamModel } from '../../store/contracts/models.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { modelCallRoutes } from './language-model-calls.js'
import { modelDecisionRoutes } from './language-model-decisions.js'
import { configured, MODEL_LIMITS, MODEL_PATH, type ModelDesk, modelEntry, modelReason } from './language-model-desk.js'
import { modelVerdictRoutes } from './language-model-verdicts.js'

const MICRO = 1e6
const dollars = z.number().min(0).max(1_000_000)
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
/** What a team says of language models, what they are asked, and what they say of patterns. */
export function modelRoutes(store: Store, desk: ModelDesk | undefined, now: Now): Endpoint[] {
  const { models } = store
  const seconds = () => epochSeconds(now)

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

  return [
    endpoint({
      method: 'get',
      path: MODEL_PATH,
      scopes: READERS,
      summary: 'The language model: whether there is one, what the team allows, what it has used, and its exam',
      responses: [{ status: 200, description: 'The state', schema: state }],
      async handle({ principal }) {
        return json(await stateOf(principal.teamId))
      },
    }),
    endpoint({
      method: 'put',
      path: MODEL_PATH,
      scopes: ['admin'],
      summary: 'Says what the team allows a language model: its mode, and caps below those of the server',
      body: {
        schema: z.object({
          mode: z.enum(MODEL_MODES),
          tokens_per_day: z.number().int().min(0).max(1e12).optional(),
          usd_per_day: dollars.optional(),
          usd_per_month: dollars.optional(),
          reason: modelReason,
        }),
        limits: MODEL_LIMITS,
        checked: true,
      },
      responses: [{ status: 200, description: 'The state', schema: state }],
      async handle({ body: { mode, reason: why, ...caps }, principal: { teamId, keyId } }) {
        const before = await models.team(teamId)
        if (mode === 'raise' && (await examOf(await configured(desk).by())).state !== 'passed')
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
          modelEntry(
            { teamId, at: seconds(), actor: keyId, action: 'model.set', reason: why },
            { mode, before: before?.mode ?? 'off', ...caps },
          ),
        )
        return json(await stateOf(teamId))
      },
    }),
    endpoint({
      method: 'get',
      path: `${MODEL_PATH}/preview`,
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
    ...modelVerdictRoutes(store, desk),
    ...modelDecisionRoutes(store, desk, seconds),
    ...modelCallRoutes(store),
    endpoint({
      method: 'post',
      path: `${MODEL_PATH}/exam`,
      scopes: ['admin'],
      summary: 'Has the model take its exam, by tokens of the team: about 28 requests with bundled lines',
      body: { schema: z.object({ reason: modelReason }), limits: MODEL_LIMITS, checked: true },
      responses: [{ status: 202, description: 'It waits for its turn', schema: exam }],
      async handle({ body, principal: { teamId, keyId } }) {
        const by = await configured(desk).by()
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
          modelEntry(
            { teamId, at: seconds(), actor: keyId, action: 'model.exam', reason: body.reason },
            { model: by.model, prompt_version: by.promptVersion },
          ),
        )
        return json(await examOf(by), 202)
      },
    }),
  ]
}
