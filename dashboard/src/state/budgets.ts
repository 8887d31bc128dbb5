import { answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { serverNow } from './pulse.js'
import { type Resource, useResource } from './resource.js'

export type BudgetStanding = components['schemas']['BudgetStanding']

/** Budgets of the team and of its services, and how far they are spent. */
export const useBudgets = (): Resource<{ readonly budgets: readonly BudgetStanding[] }> =>
  useResource('budgets', (signal) => answerOf(api.GET('/api/v1/budgets', { signal })))

const DAY = 86_400

/** Returns how much of the day of a budget is over, 0–1: its days are those of UTC. */
export const dayOver = ({ resets_at }: Pick<BudgetStanding, 'resets_at'>): number =>
  Math.min(1, Math.max(0, 1 - (resets_at - serverNow()) / DAY))

/** Returns the budget that holds for a service: its own, or the rest of the team's. */
export const budgetOf = (service: string, budgets: readonly BudgetStanding[]): BudgetStanding | undefined =>
  budgets.find((one) => one.service === service) ?? budgets.find((one) => one.service === null)
