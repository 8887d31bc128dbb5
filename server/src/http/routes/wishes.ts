import { z } from '@hono/zod-openapi'
import { withoutKeys } from 'lipservice/signature'
import { BUDGET_UNITS } from '../../store/contracts/budgets.js'
import { WHY_LEFT_OUT } from '../../wishes/effects.js'
import { MAX_PHRASE, MAX_PHRASES, MAX_WANTS, WISH_CLASSES, WISH_EFFECTS, wishDraft } from '../../wishes/wish-draft.js'
import type { Proposed, Wishes } from '../../wishes/wishes.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { replaySchema, shownReplay } from './policy-fields.js'
import { reason } from './reason-field.js'

const PATH = '/api/v1/wishes'
const LIMITS = { wireBytes: 16_384, bytes: 65_536 }
const MAX_TEXT = 1_000

const text = z.string().trim().min(1).max(MAX_TEXT).overwrite(withoutKeys)
const services = z.array(z.string().min(1).max(256).overwrite(withoutKeys)).max(5)
const draft = z
  .strictObject({
    budget: z.strictObject({ unit: z.enum(BUDGET_UNITS), amount: z.number().positive().max(1e9) }).nullable(),
    wants: z
      .array(
        z.strictObject({
          phrases: z.array(z.string().trim().min(1).max(MAX_PHRASE).overwrite(withoutKeys)).min(1).max(MAX_PHRASES),
          class: z.enum(WISH_CLASSES).nullable(),
          do: z.enum(WISH_EFFECTS),
        }),
      )
      .max(MAX_WANTS),
  })
  .openapi('WishDraft', {
    description:
      'Phrases are literal words of templates. `more` counts as business, `less` as debug, `least` as a health check; nothing is dropped wholly.',
  })
const wish = z
  .object({
    text: text.optional().openapi({ description: 'What is wanted, in plain words; or a draft instead.' }),
    draft: draft.optional(),
    services: services.optional().openapi({ description: 'Default: those that the text names, or the only one.' }),
  })
  .openapi('Wish')
const named = {
  service: z.string(),
  signature: z.string(),
  check: z.string().nullable(),
  template: z.string(),
  bytes: z.number().openapi({ description: 'Logged in the past week.' }),
}
const change = z.object({
  ...named,
  kind: z.enum(['exemption', 'label']).openapi({ description: 'All is kept, or what it counts as.' }),
  class: z.enum(WISH_CLASSES).nullable(),
})
const budgetChange = z
  .object({
    service: z.string(),
    unit: z.enum(BUDGET_UNITS),
    amount: z.number(),
    before: z.object({ unit: z.enum(BUDGET_UNITS), amount: z.number() }).nullable(),
  })
  .nullable()
const proposal = z
  .object({
    read_by: z.enum(['person', 'grammar', 'model']).openapi({ description: 'Who made the draft of the words.' }),
    model: z.string().nullable(),
    draft,
    not_understood: z.array(z.string()),
    questions: z.array(z.string()).openapi({ description: 'While there is one, nothing can be applied.' }),
    services: z.array(z.string()),
    changes: z.array(change),
    left_out: z
      .array(z.object({ ...named, why: z.enum(WHY_LEFT_OUT) }))
      .openapi({ description: 'Patterns that are meant, and stay as they are: errors, what is protected or fixed.' }),
    budget: budgetChange,
    replays: z.array(
      z.object({
        service: z.string(),
        before: replaySchema.nullable(),
        after: replaySchema.nullable(),
        problem: z.string().nullable(),
      }),
    ),
    hash: z.string().nullable().openapi({ description: 'To apply just this; null: it cannot be.' }),
  })
  .openapi('WishProposal')
const applied = z.object({ changes: z.array(change), budget: budgetChange })

/** What a person wants, in words: a draft with what it would do, and then that. */
export function wishRoutes(wishes: Wishes): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: PATH,
      scopes: ['admin'],
      summary:
        'Makes a draft of a wish in words: which patterns it means, what would be fixed of them, and the past week with it; nothing is stored',
      body: { schema: wish, limits: LIMITS, checked: true },
      responses: [{ status: 200, description: 'What it would do, or what has to be said first', schema: proposal }],
      async handle({ body, principal: { teamId } }) {
        if ((body.text === undefined) === (body.draft === undefined))
          throw new Problem(422, 'body: it takes either text or draft')
        const asked = { text: body.text ?? '', draft: body.draft && wishDraft.parse(body.draft) }
        return json(shown(await wishes.propose(teamId, { ...asked, services: body.services ?? [] })))
      },
    }),
    endpoint({
      method: 'post',
      path: `${PATH}/apply`,
      scopes: ['admin'],
      summary:
        'Does what a draft was shown to do: labels, exemptions and a budget, each of which can be taken back by itself',
      body: {
        schema: z.object({
          draft,
          services: services.min(1),
          hash: z.string().regex(/^[0-9a-f]{32}$/, 'must be that of a proposal'),
          text: text.optional().openapi({ description: 'The words, for the audit.' }),
          model: z.string().max(256).optional().openapi({ description: 'That made the draft of them, for the audit.' }),
          reason: reason.optional(),
        }),
        limits: LIMITS,
        checked: true,
      },
      responses: [{ status: 200, description: 'It is in force with the next policy', schema: applied }],
      async handle({ body, principal: { teamId, keyId } }) {
        const { hash, reason, model } = body
        const given = { draft: wishDraft.parse(body.draft), services: body.services, text: body.text ?? '' }
        const done = await wishes.apply(teamId, { ...given, hash, reason, model }, keyId)
        if (done === undefined) throw new Problem(409, 'it would not do what was shown any more: look at it again')
        return json({ changes: shownPatterns(done.changes), budget: done.budget })
      },
    }),
  ]
}

function shown(seen: Proposed): z.infer<typeof proposal> {
  const figures = (replay: Proposed['replays'][number]['after']) => (replay === undefined ? null : shownReplay(replay))
  return {
    read_by: seen.readBy,
    model: seen.model ?? null,
    draft: seen.draft,
    not_understood: [...seen.notUnderstood],
    questions: [...seen.questions],
    services: [...seen.services],
    changes: shownPatterns(seen.changes),
    left_out: shownPatterns(seen.leftOut),
    budget: seen.budget,
    replays: seen.replays.map(({ service, before, after, problem }) => ({
      service,
      before: figures(before),
      after: figures(after),
      problem: problem ?? null,
    })),
    hash: seen.hash ?? null,
  }
}

function shownPatterns<P extends { readonly check: string }>(patterns: readonly P[]) {
  return patterns.map((one) => ({ ...one, check: one.check === '' ? null : one.check }))
}
