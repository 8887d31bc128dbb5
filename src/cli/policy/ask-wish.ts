import * as z from 'zod/mini'
import { answerOf } from '../server/server-answer.js'
import type { ServerApi } from '../server/server-api.js'

const BUDGET = z.object({ unit: z.string(), amount: z.number() })
const PATTERN = z.object({ service: z.string(), template: z.string(), bytes: z.number() })
const CHANGE = z.object({ ...PATTERN.shape, kind: z.string(), class: z.nullable(z.string()) })
const BUDGET_CHANGE = z.nullable(z.object({ ...BUDGET.shape, service: z.string(), before: z.nullable(BUDGET) }))
const REPLAY = z.nullable(z.object({ bytes_per_day: z.number(), kept_bytes_per_day: z.number(), misses: z.number() }))
const PROPOSAL = z.looseObject({
  read_by: z.string(),
  model: z.nullable(z.string()),
  draft: z.looseObject({
    wants: z.array(z.object({ phrases: z.array(z.string()), class: z.nullable(z.string()), do: z.string() })),
  }),
  not_understood: z.array(z.string()),
  questions: z.array(z.string()),
  services: z.array(z.string()),
  changes: z.array(CHANGE),
  left_out: z.array(z.object({ ...PATTERN.shape, why: z.string() })),
  budget: BUDGET_CHANGE,
  replays: z.array(z.object({ service: z.string(), before: REPLAY, after: REPLAY, problem: z.nullable(z.string()) })),
  hash: z.nullable(z.string()),
})
const APPLIED = z.object({ changes: z.array(CHANGE), budget: BUDGET_CHANGE })

/** What a server makes of a wish: a draft, which patterns it means, and the past week with it. */
export type WishProposal = z.infer<typeof PROPOSAL>

/** @param services whose lines are meant; none: those that the text names, or the only one */
export async function proposeWish(api: ServerApi, text: string, services: readonly string[]): Promise<WishProposal> {
  const body = JSON.stringify({ text, ...(services.length > 0 && { services }) })
  return answerOf(
    PROPOSAL,
    await api.ask({ method: 'POST', path: '/api/v1/wishes', body, about: 'this wish' }),
    api.shown,
  )
}

/** Does what was shown, and nothing else. @throws InputError where that would be something else by now */
export async function applyWish(api: ServerApi, text: string, { draft, services, hash, model }: WishProposal) {
  const body = JSON.stringify({ draft, services, hash, text, ...(model !== null && { model }) })
  const about = 'what was shown, which may have changed meanwhile: look at it again'
  return answerOf(APPLIED, await api.ask({ method: 'POST', path: '/api/v1/wishes/apply', body, about }), api.shown)
}
