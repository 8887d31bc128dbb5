import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBudgetStandings } from '../../src/budgets/budget-standings.js'
import { createLog } from '../../src/log.js'
import { createNoticeWatch, type NoticeWatch } from '../../src/notices/watch-notices.js'
import type { Store } from '../../src/store/store.js'
import { allowedHosts } from '../../src/webhooks/allowed-target.js'
import { createNotifier, type Notifier } from '../../src/webhooks/notifier.js'
import { openMemoryStore } from '../support/ready-databases.js'
import { entryOf, patternOf, pendingOf, TEN } from '../support/reports.js'

const HOUR = 3_600
const DAY = 24 * HOUR

describe('the notices', () => {
  let store: Store
  let team: number
  let now = TEN
  let watch: NoticeWatch
  let notifier: Notifier
  let sequence = 0
  const sent: { type: string; text: string; notice?: { service: string | null; detail: object } }[] = []

  beforeEach(async () => {
    now = TEN
    sent.length = 0
    store = await openMemoryStore()
    team = await store.keys.ensureTeam('own', TEN)
    const clock = () => now * 1000
    watch = createNoticeWatch(store, createBudgetStandings(store, 0.25, clock), 180, clock)
    const log = createLog('silent')
    notifier = createNotifier(store, allowedHosts('hooks.example.com'), log, clock, async (_url, message) => {
      sent.push(message as (typeof sent)[number])
    })
    const webhook = { teamId: team, url: 'https://hooks.example.com/x', format: 'json', updatedAt: TEN, updatedBy: 'k' }
    await store.webhooks.set(webhook as never, entryOf(team))
  })
  afterEach(() => store.close())

  async function report(service: string, each = 2): Promise<void> {
    const pattern = patternOf((await store.services.ensure(team, service, now, 100))!, 1)
    await store.counters.add([pendingOf([pattern], { sequence: sequence++, at: now, each })], [pattern])
  }
  async function pass(seconds: number, ...reporting: string[]): Promise<void> {
    for (const end = now + seconds; now < end; now += 60) {
      for (const service of reporting) await report(service)
      await watch.step()
      await notifier.notify()
    }
  }
  const told = () => sent.map(({ type, notice }) => `${type} ${notice?.service}`)

  it('tell once of a service that has fallen silent, and once that it reports again', async () => {
    await pass(HOUR, 'shop', 'search')
    expect(told()).toEqual([])
    await pass(HOUR, 'search')
    expect(told()).toEqual(['service.silent shop'])
    await pass(600, 'shop', 'search')
    expect(told()).toEqual(['service.silent shop', 'service.reporting shop'])
    await pass(HOUR, 'search')
    expect(told()).toHaveLength(3)
  })

  it('say nothing of what was silent while nobody listened, and nothing of a deploy', async () => {
    await report('shop')
    now += HOUR
    watch.reset()
    await pass(300)
    expect(told()).toEqual([])
    await pass(300, 'shop')
    await pass(540)
    expect(told()).toEqual([])
  })

  it('let go of a service that was taken out of service', async () => {
    await report('shop')
    await pass(2 * DAY)
    expect(told()).toEqual(['service.silent shop'])
    expect(await store.notices.open()).toEqual([])
  }, 60_000)

  it('tell once a day of a budget that is overspent, of a service and of the team', async () => {
    const budget = { teamId: team, unit: 'records_per_second', updatedAt: TEN, updatedBy: 'k' } as const
    await store.budgets.set({ ...budget, service: 'shop', amount: 0.001 }, entryOf(team))
    await store.budgets.set({ ...budget, service: '', amount: 1 }, entryOf(team))
    await report('search', 100)
    await report('shop', 160)
    await pass(HOUR, 'shop', 'search')
    expect(told()).toEqual(['budget.overspent shop'])
    expect(sent[0]).toMatchObject({
      text: 'The budget of shop (0.001 records a second) is spent to 94 %.'.replace('94', String(shareSent())),
      notice: { detail: { counted_in: 'records', per_day: 86.4 } },
    })
    now = Math.floor(now / DAY) * DAY + DAY
    await report('shop', 200)
    await pass(180, 'shop', 'search')
    expect(told()).toEqual(['budget.overspent shop', 'budget.overspent shop'])
    await report('search', 400_000)
    await pass(180, 'shop', 'search')
    expect(told().at(-1)).toBe('budget.overspent null')
  })

  function shareSent(): number {
    const { per_day: perDay, spent_today: spent } = sent[0]!.notice!.detail as { per_day: number; spent_today: number }
    expect(spent).toBeGreaterThan(perDay * 1.1)
    return Math.round((100 * spent) / perDay)
  }
})
