import { CLASSES, type PatternClass } from 'lipservice/allocation'
import { z } from 'zod'
import { BUDGET_UNITS } from '../store/contracts/budgets.js'

/** What may be said of lines: no rates, and none of it drops all of them. */
export const WISH_EFFECTS = ['keep_whole', 'more', 'less', 'least'] as const
export type WishEffect = (typeof WISH_EFFECTS)[number]

/** A class that a person may say a pattern is of. Errors are so by their level. */
export type WishClass = Exclude<PatternClass, 'error'>
export const WISH_CLASSES = CLASSES.filter((name): name is WishClass => name !== 'error')

export const MAX_WANTS = 10
export const MAX_PHRASES = 20
export const MAX_PHRASE = 40

export const wishBudget = z.strictObject({ unit: z.enum(BUDGET_UNITS), amount: z.number().positive().max(1e9) })
export const wishWant = z.strictObject({
  phrases: z.array(z.string().trim().min(1).max(MAX_PHRASE)).min(1).max(MAX_PHRASES),
  class: z.enum(WISH_CLASSES).nullable(),
  do: z.enum(WISH_EFFECTS),
})
/** What a person wants, typed. Phrases are literal words that stand in templates. */
export const wishDraft = z.strictObject({
  budget: wishBudget.nullable(),
  wants: z.array(wishWant).max(MAX_WANTS),
})

export type WishBudget = z.infer<typeof wishBudget>
export type WishWant = z.infer<typeof wishWant>
export type WishDraft = z.infer<typeof wishDraft>

/** A budget of a service, and the one that it replaces. */
export interface WishedBudget extends WishBudget {
  readonly service: string
  readonly before: WishBudget | null
}
