import { describe, expect, it } from 'vitest'
import { HogQL } from '../../../src/posthog/api/hogql.js'
import { lipserviceBoard } from '../../../src/posthog/board/lipservice-board.js'
import { toldByDay, toldByService } from '../../../src/posthog/board/told-queries.js'
import type { SavedHour } from '../../../src/posthog/tell/saved-hour.js'
import { savingsEvents } from '../../../src/posthog/tell/savings-events.js'
import { tellSavings } from '../../../src/posthog/tell/tell-savings.js'
import { SAVINGS_EVENT } from '../../../src/posthog/tell/told-columns.js'
import { ManualClock } from '../../../src/testing/manual-clock.js'
import { loadParser } from '../../../src/testing/posthog-api/hogql/parse.js'
import { given, startApi, type UnderTest } from '../api-under-test.js'

const NOW = Date.UTC(2026, 10, 26, 12)
const DAY = 86_400
const GB = 1_000_000_000
const TODAY = Date.UTC(2026, 10, 26) / 1_000
const { tiles, canvas } = lipserviceBoard({
  appUrl: 'https://eu.posthog.com',
  project: '1',
  usdPerGb: 0.25,
  priceLabel: 'list price',
  budgetGbPerMonth: 30,
  bytes: 'billed',
})

const hourOf = (service: string, hour: number, seenGb: number, keptGb: number): SavedHour => ({
  service,
  hour,
  seenRecords: seenGb * 100,
  keptRecords: keptGb * 100,
  seenBytes: seenGb * GB,
  keptBytes: keptGb * GB,
  topPatterns: [{ template: 'order <*> placed', seenRecords: 1, keptRecords: 1, seenBytes: 1, keptBytes: 1 }],
})
const HOURS = [
  hourOf('shop', TODAY - 60 * DAY, 8, 4),
  hourOf('shop', TODAY - DAY, 8, 4),
  hourOf('shop', TODAY - DAY + 3_600, 4, 0),
  hourOf('api', TODAY - DAY, 2, 1),
  hourOf('api', TODAY, 4, 4),
]

async function tell({ api }: UnderTest, hours: readonly SavedHour[]): Promise<void> {
  const events = savingsEvents(hours, { source: 'team 1', usdPerGb: 0.25, priceSource: 'list price' })
  const told = await tellSavings(api, events, { clock: new ManualClock(NOW), settleMillis: 0 })
  expect(told).toMatchObject({ isProven: true, lost: 0, failure: undefined })
}

async function rowsOf({ api }: UnderTest, query: HogQL) {
  const { columns, rows } = given(await api.query(query, { name: 'test' }))
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])))
}

describe('what is read of told events', () => {
  it('is what was told: dollars by day, and what was dropped by service', async () => {
    const under = await startApi({ clock: new ManualClock(NOW) })
    await tell(under, HOURS)
    expect(await rowsOf(under, toldByDay())).toMatchObject([
      { saved: 1, spent: 1 },
      { saved: 2.25, spent: 1.25 },
      { saved: 0, spent: 1 },
    ])
    const byService = [
      { service: 'shop', logged: 1_200, dropped: 800, saved_percent: 66.7, saved: 2, spent: 1 },
      { service: 'api', logged: 600, dropped: 100, saved_percent: 16.7, saved: 0.25, spent: 1.25 },
    ]
    expect(await rowsOf(under, toldByService())).toEqual(byService)
  })

  it('counts an hour once that came twice, with what came late', async () => {
    const under = await startApi({ clock: new ManualClock(NOW) })
    await tell(under, HOURS)
    const { uuid: _, ...twice } = savingsEvents([hourOf('api', TODAY, 8, 4)], {
      source: 'team 1',
      usdPerGb: 0.25,
      priceSource: 'list price',
    })[0]!
    // PostHog need not take two of one uuid for one.
    given(await under.api.capture([{ ...twice, uuid: '00000000-0000-4000-8000-000000000001' }]))
    expect(under.fake.events).toHaveLength(HOURS.length + 1)
    expect((await rowsOf(under, toldByDay())).at(-1)).toMatchObject({ saved: 1, spent: 1 })
  })

  it('has the names that are told, in tiles, canvas and read-back: none can drift from the other', async () => {
    const under = await startApi({ clock: new ManualClock(NOW) })
    await tell(under, HOURS)
    const written = new Set(under.fake.events.flatMap(({ properties }) => Object.keys(properties)))
    expect(new Set(under.fake.events.map(({ event }) => event))).toEqual(new Set([SAVINGS_EVENT]))
    const ofCanvas = queriesOf(canvas!.project.files['src/canvas.js']!)
    expect(ofCanvas).toHaveLength(7)
    const texts = [...tiles.map(({ query }) => query.text), ...ofCanvas].filter((text) => /\bevents\b/.test(text))
    for (const text of texts) given(await under.api.query(HogQL.of(text), { name: 'test' }))
    const parse = await loadParser()
    const ofEvents = under.fake.queries.map((text) => parse(text))
    for (const tree of ofEvents) expect(fieldsIn(tree)).toContainEqual(['events'])
    expect(ofEvents.length).toBeGreaterThanOrEqual(9)
    const read = ofEvents.flatMap((tree) => fieldsIn(tree).filter(([column]) => column === 'properties'))
    expect(new Set(read.map(([, name]) => name)).size).toBeGreaterThanOrEqual(7)
    for (const [, name] of read) expect(written).toContain(name)
    for (const tree of ofEvents) expect(JSON.stringify(tree)).toContain(JSON.stringify(SAVINGS_EVENT))
  })
})

/** What the app of a canvas asks, whatever is chosen there. */
function queriesOf(app: string): string[] {
  const data = JSON.parse(/^const data = (.*);$/m.exec(app)![1]!) as Record<string, unknown>
  return JSON.stringify(data)
    .match(/"SELECT (?:[^"\\]|\\.)*"/g)!
    .map((text) => JSON.parse(text) as string)
}

/** Chains of names in a tree of the parser, such as `properties.key`. */
function fieldsIn(tree: unknown): string[][] {
  if (Array.isArray(tree)) return tree.flatMap(fieldsIn)
  if (typeof tree !== 'object' || tree === null) return []
  const { node, chain } = tree as { node?: string; chain?: string[] }
  return node === 'Field' ? [chain!] : Object.values(tree).flatMap(fieldsIn)
}
