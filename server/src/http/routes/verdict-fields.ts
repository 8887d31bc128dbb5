import { z } from '@hono/zod-openapi'
import { CLASSES } from 'lipservice/allocation'
import type { StoredVerdict } from '../../store/contracts/models.js'
import type { Decided } from './language-model-desk.js'

export const STATES = ['raised', 'suggested', 'accepted', 'refused', 'none'] as const
export type VerdictState = (typeof STATES)[number]
export const verdictSchema = z
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
    state: z.enum(STATES),
    class: z.enum(CLASSES).nullable().openapi({ description: 'Of raised and suggested: what it would be.' }),
    direction: z.enum(['raise', 'lower']).nullable(),
    none_because: z.string().nullable(),
    bytes_per_day: z.number().int(),
    asked_at: z.number().int(),
    decided_by: z.string().nullable(),
    decided_at: z.number().int().nullable(),
  })
  .openapi('ModelVerdict')
export type ShownVerdict = ReturnType<typeof shownVerdict>

export function shownVerdict({ a, b, decided, ...one }: StoredVerdict, decision: Decided) {
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
    state: (decided ?? effect) satisfies VerdictState,
    class: decision.effect === 'none' ? null : decision.meaning,
    direction: decision.effect === 'none' ? null : decision.effect === 'raise' ? 'raise' : decision.direction,
    none_because: decision.effect === 'none' && decided === undefined ? decision.why : null,
    bytes_per_day: one.bytesPerDay,
    asked_at: one.askedAt,
    decided_by: one.decidedBy || null,
    decided_at: one.decidedAt || null,
  }
}
