import { z } from 'zod'
import { answerJson } from '../questions/answer-json.js'
import { standsIn } from './amounts.js'
import type { Understood } from './grammar.js'
import { MAX_WANTS, WISH_CLASSES, wishBudget, wishWant } from './wish-draft.js'

const MAX_NOT_UNDERSTOOD = 10
const MAX_SHOWN = 200

const answer = z.strictObject({
  budgets: z.array(wishBudget).max(1),
  wants: z.array(wishWant.extend({ class: z.enum([...WISH_CLASSES, 'none']) })).max(MAX_WANTS),
  not_understood: z.array(z.string()).max(MAX_NOT_UNDERSTOOD),
})

/**
 * Returns the draft that a model made of a wish; `undefined`: it says anything else than it was asked for. An amount that does not stand in
 * the wish is not taken.
 */
export function modelDraft(text: string, wish: string): Understood | undefined {
  const { success, data } = answer.safeParse(answerJson(text))
  if (!success) return undefined
  const [budget] = data.budgets
  const isForeign = budget !== undefined && !standsIn(budget, wish)
  const said = data.not_understood.map((part) =>
    part
      .replaceAll(/[\p{C}\s]+/gu, ' ')
      .trim()
      .slice(0, MAX_SHOWN),
  )
  return {
    draft: {
      budget: budget === undefined || isForeign ? null : budget,
      wants: data.wants.map((want) => ({ ...want, class: want.class === 'none' ? null : want.class })),
    },
    notUnderstood: [
      // Only what the person wrote is shown as such.
      ...said.filter((part) => part !== '' && wish.includes(part)),
      ...(said.some((part) => part !== '' && !wish.includes(part)) ? ['a part of it'] : []),
      ...(isForeign ? ['the budget: its amount does not stand in your words'] : []),
    ],
  }
}
