import { expect, it } from 'vitest'
import { startApi } from '../support/api-under-test.js'
import { patternOf, pendingOf, TEN } from '../support/reports.js'

const HOUR = 3_600

it('a service whose rows cannot be read costs no other one its policy', async () => {
  const api = await startApi({ 'history-seconds': 0 })
  const teamId = await api.store.keys.ensureTeam('t', TEN)
  const ids: number[] = []
  for (const name of ['first', 'broken', 'last']) {
    const id = (await api.store.services.ensure(teamId, name, TEN - HOUR, 10))!
    const patterns = [patternOf(id, 1)]
    await api.store.counters.add([pendingOf(patterns, { at: TEN - 300, from: TEN - 600, each: 1_000_000 })], patterns)
    ids.push(id)
  }
  const { activity } = api.store.patterns
  const patterns = api.store.patterns as { activity: typeof activity }
  patterns.activity = async (id, period, limit) => {
    if (id === ids[1]) throw new RangeError('a value that nobody can read')
    return activity(id, period, limit)
  }
  const budget = { teamId, service: '', unit: 'gb_per_day', amount: 0.001, updatedAt: TEN, updatedBy: 'k' } as const
  await api.store.budgets.set(budget, { teamId, at: TEN, actor: 'k', action: 'a', service: '', reason: '', detail: {} })
  await api.control.controller.tick()
  const stages = await Promise.all(
    ['first', 'broken', 'last'].map(async (name) => (await api.policies.current(teamId, name)).newest > 0),
  )
  expect(stages).toEqual([true, false, true])
  expect(api.logged.filter((line) => line.includes('"service":"broken"'))).toHaveLength(1)
  await api.close()
})
