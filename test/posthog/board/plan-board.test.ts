import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Insight } from '../../../src/posthog/api/contract/boards.js'
import { isWrite } from '../../../src/posthog/board/board-plan.js'
import type { FoundBoard } from '../../../src/posthog/board/found-board.js'
import { lipserviceBoard } from '../../../src/posthog/board/lipservice-board.js'
import { definitionOf, marked, partsOfInsight, partsOfView } from '../../../src/posthog/board/mark.js'
import { planBoard } from '../../../src/posthog/board/plan-board.js'
import { planRemoval } from '../../../src/posthog/board/plan-removal.js'
import { BOARD, OURS, tagsOfTile, type WantedBoard } from '../../../src/posthog/board/wanted-board.js'

const boardAt = (usdPerGb: number): WantedBoard => ({
  ...lipserviceBoard({
    appUrl: 'https://us.posthog.com',
    project: '1',
    usdPerGb,
    priceLabel: `$${usdPerGb}/GB`,
    budgetGbPerMonth: undefined,
    bytes: 'billed',
  }),
  canvas: undefined,
})
const WANTED = boardAt(0.25)
const TILES = WANTED.tiles.map(({ name }) => name)

/** What PostHog has after a board was made. */
function stored(wanted: WantedBoard): FoundBoard {
  const insights = wanted.tiles.map((tile, i): Insight => {
    const query = definitionOf(tile)
    const description = marked(tile.description, partsOfInsight(tile.title, query))
    const of = { id: i + 1, shortId: `s${i}`, name: tile.title, tags: tagsOfTile(tile.name), description, query }
    return { ...of, deleted: false, dashboards: [9], lastModifiedAt: undefined }
  })
  const tiles = [
    { id: 100, insightId: undefined, text: marked(wanted.text, []), layout: wanted.textLayout },
    ...insights.map(({ id }, i) => ({ id: 100 + id, insightId: id, text: undefined, layout: wanted.tiles[i]!.layout })),
  ]
  const description = marked(wanted.description, [wanted.title])
  const board = { id: 9, name: wanted.title, description, tags: [OURS, BOARD], pinned: false, deleted: false, tiles }
  const views = wanted.views.map(({ title, filters }, i) => ({
    id: String(i),
    shortId: `v${i}`,
    name: marked(title, partsOfView(filters)),
    filters,
    pinned: false,
  }))
  return { boards: [board], insights, views, canvases: [] }
}

const EDITS: Readonly<Record<string, (insight: Insight, text: string) => Insight>> = {
  title: (insight, text) => ({ ...insight, name: `${insight.name}${text}` }),
  description: (insight, text) => ({ ...insight, description: `${text}${insight.description}` }),
  mark: (insight) => ({ ...insight, description: insight.description.replace(/ \[.*$/, '.') }),
  query: (insight, text) => ({
    ...insight,
    query: { ...insight.query, source: { kind: 'HogQLQuery', query: `SELECT 1 -- ${text}` } },
  }),
  display: (insight) => ({ ...insight, query: { ...insight.query, display: 'BoldNumber' } }),
  axes: (insight) => ({
    ...insight,
    query: { ...insight.query, chartSettings: { xAxis: { column: 'x' }, yAxis: [{ column: 'y' }] } },
  }),
  kind: (insight) => ({ ...insight, query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery' } } }),
}
const edits = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...TILES),
    edit: fc.constantFrom(...Object.keys(EDITS)),
    text: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
  }),
  { selector: ({ name }) => name },
)
const prices = fc.double({ min: 0.01, max: 1, noNaN: true }).map((price) => Math.round(price * 100) / 100)

function edited(found: FoundBoard, some: readonly { name: string; edit: string; text: string }[]): FoundBoard {
  const insights = found.insights.map((insight) => {
    const one = some.find(({ name }) => insight.tags.includes(tagsOfTile(name)[1]!))
    return one === undefined ? insight : EDITS[one.edit]!(insight, one.text)
  })
  return { ...found, insights }
}

describe('the plan of a board', () => {
  it('writes nothing where all is as it is wanted, whatever PostHog adds to queries and in whatever order', () => {
    const extra = fc.dictionary(fc.constantFrom('version', 'tableSettings', 'response'), fc.jsonValue())
    fc.assert(
      fc.property(prices, extra, (price, more) => {
        const found = stored(boardAt(price))
        const insights = found.insights.map((one) => ({
          ...one,
          query: Object.fromEntries(Object.entries({ ...more, ...one.query }).reverse()),
        }))
        expect(planBoard(boardAt(price), { ...found, insights }).filter(isWrite)).toEqual([])
      }),
    )
  })

  it('never writes to a tile that somebody changed, whatever was changed and whatever is new of ours', () => {
    fc.assert(
      fc.property(prices, edits, (price, some) => {
        const plan = planBoard(boardAt(price), edited(stored(WANTED), some))
        const names = new Set(some.map(({ name }) => name))
        const tiles = plan.filter(({ kind }) => kind === 'tile')
        expect(tiles.map(({ name }) => name)).toEqual(TILES)
        for (const step of tiles)
          if (names.has(step.name)) expect(step).toMatchObject({ change: 'edited', isPlaced: false })
          else expect(['leave', 'update']).toContain(step.change)
        expect(plan.some(({ kind }) => kind === 'layout')).toBe(false)
      }),
    )
  })

  it('writes, by force, to the changed tiles too, and to no others', () => {
    fc.assert(
      fc.property(edits, (some) => {
        const writes = planBoard(WANTED, edited(stored(WANTED), some), true).filter(isWrite)
        expect(writes.map(({ name, change }) => `${change} ${name}`).sort()).toEqual(
          some.map(({ name }) => `update ${name}`).sort(),
        )
      }),
    )
  })

  it('removes what is ours as we wrote it, and nothing that has no mark of ours', () => {
    fc.assert(
      fc.property(edits, (some) => {
        const found = edited(stored(WANTED), some)
        const theirs = { ...found.insights[0]!, id: 77, tags: [OURS, 'team-a'] }
        const plan = planRemoval({ ...found, insights: [...found.insights, theirs] })
        const tiles = plan.flatMap((step) => (step.kind === 'tile' ? [[step.name, step.change]] : []))
        const names = new Set(some.map(({ name }) => name))
        expect(tiles).toEqual(TILES.map((name) => [name, names.has(name) ? 'edited' : 'remove']))
        expect(plan.find(({ kind }) => kind === 'board')?.change).toBe(some.length === 0 ? 'remove' : 'leave')
      }),
    )
  })

  it('takes the older of two that were made twice, and removes the other', () => {
    const found = stored(WANTED)
    const twice = { ...found.insights[2]!, id: 70 }
    const plan = planBoard(WANTED, { ...found, insights: [...found.insights, twice] })
    expect(plan.filter(isWrite)).toMatchObject([{ kind: 'tile', change: 'remove', insight: { id: 70 } }])
  })

  it('removes a tile and a view that are no longer wanted', () => {
    const fewer = { ...WANTED, tiles: WANTED.tiles.slice(1), views: WANTED.views.slice(1) }
    expect(planBoard(fewer, stored(WANTED)).filter(isWrite)).toMatchObject([
      { kind: 'tile', change: 'remove', name: TILES[0] },
      { kind: 'view', change: 'remove', name: WANTED.views[0]!.title },
    ])
  })
})
