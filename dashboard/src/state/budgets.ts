import { answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { type Resource, useResource } from './resource.js'

export type BudgetStanding = components['schemas']['BudgetStanding']

/** Budgets of the team and of its services, and how far they are spent. */
export const useBudgets = (): Resource<{ readonly budgets: readonly BudgetStanding[] }> =>
  useResource('budgets', (signal) => answerOf(api.GET('/api/v1/budgets', { signal })))
