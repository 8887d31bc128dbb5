import { describe, expect, it } from 'vitest'
import type { PostHogApi } from '../../../src/posthog/api/contract/posthog-api.js'
import { applyBoard } from '../../../src/posthog/board/apply-board.js'
import { isWrite } from '../../../src/posthog/board/board-plan.js'
import { findBoard } from '../../../src/posthog/board/found-board.js'
import { lipserviceBoard } from '../../../src/posthog/board/lipservice-board.js'
import { planBoard } from '../../../src/posthog/board/plan-board.js'
import { planRemoval } from '../../../src/posthog/board/plan-removal.js'
import type { BoardFigures } from '../../../src/posthog/board/tile-queries.js'
import { NO_BOARD, type WantedBoard } from '../../../src/posthog/board/wanted-board.js'
import type { FakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { given, startApi } from '../api-under-test.js'

const FIGURES: BoardFigures = {
  appUrl: 'https://us.posthog.com',
  project: '1',
  usdPerGb: 0.25,
  priceLabel: 'list price, $0.25/GB',
  budgetGbPerMonth: 60,
  bytes: 'billed',
}
const WANTED = lipserviceBoard(FIGURES)

async function made(api: PostHogApi, wanted: WantedBoard = WANTED, force = false) {
  const plan = planBoard(wanted, given(await findBoard(api)), force)
  const applied = await applyBoard(api, wanted, plan)
  expect(applied).toMatchObject({ failure: undefined })
  return { plan, writes: applied.writes, boardId: applied.boardId! }
}

async function removed(api: PostHogApi, force = false) {
  const plan = planRemoval(given(await findBoard(api)), force)
  const applied = await applyBoard(api, NO_BOARD, plan)
  expect(applied).toMatchObject({ failure: undefined })
  return { plan, writes: applied.writes }
}

const written = (fake: FakePostHogApi) => fake.requests.filter(({ method }) => method !== 'GET').length
const living = (items: FakePostHogApi['insights']) => items.filter(({ deleted }) => deleted !== true)
const changed = (plan: ReturnType<typeof planBoard>, change: string) =>
  plan.filter((step) => step.change === change).map(({ name }) => name)

describe('the board in PostHog', () => {
  it('is made at once, and a second run writes nothing', async () => {
    const { fake, api } = await startApi()
    const { boardId } = await made(api)
    const board = given(await api.dashboards.get(boardId))
    expect(board.tiles).toHaveLength(WANTED.tiles.length + 1)
    expect(board.tiles.every(({ layout }) => layout !== undefined)).toBe(true)
    expect(board.tags).toEqual(['lipservice', 'lipservice:board'])
    expect(fake.insights[0]).toMatchObject({ tags: ['lipservice', 'lipservice:tile:saved_by_day'], saved: true })
    expect(fake.logViews).toHaveLength(WANTED.views.length)
    const before = written(fake)
    const { plan, writes } = await made(api)
    expect({ writes, requests: written(fake) - before }).toEqual({ writes: 0, requests: 0 })
    expect(plan.every(({ change }) => change === 'leave')).toBe(true)
  })

  it('leaves alone what somebody changed, in whatever part, and says so; by force it is ours again', async () => {
    const { fake, api } = await startApi()
    const { boardId } = await made(api)
    const [first, second, third] = given(await api.insights.list('lipservice'))
    await api.insights.update(first!.id, { name: 'Ours' })
    await api.insights.update(second!.id, { query: { ...second!.query, display: 'ActionsTable' } })
    await api.insights.update(third!.id, { description: 'Without a mark' })
    const text = given(await api.dashboards.get(boardId)).tiles.find((tile) => tile.text !== undefined)!
    await api.dashboards.updateText(boardId, text.id, `Read this first. ${text.text}`)
    await api.logs.updateView(given(await api.logs.views())[0]!.shortId, { filters: { searchTerm: 'paid' } })
    await api.dashboards.update(boardId, { name: 'Costs of logs' })
    const before = written(fake)
    const { plan, writes } = await made(api, lipserviceBoard({ ...FIGURES, usdPerGb: 0.25 }))
    expect(writes).toBe(0)
    expect(written(fake)).toBe(before)
    expect(changed(plan, 'edited')).toEqual([
      'LipService',
      'text',
      'saved_by_day',
      'volume_by_day',
      'share_by_service',
      WANTED.views[0]!.title,
    ])
    expect(await made(api, WANTED, true)).toMatchObject({ writes: 6 })
    expect(given(await api.dashboards.get(boardId)).name).toBe('LipService')
    expect(await made(api)).toMatchObject({ writes: 0 })
  })

  it('is brought up to date where a definition is new, and what PostHog adds to a query is no edit', async () => {
    const { api } = await startApi()
    await made(api)
    for (const { id, query } of given(await api.insights.list('lipservice')))
      await api.insights.update(id, { query: { ...query, tableSettings: { columns: [] } } })
    expect(await made(api)).toMatchObject({ writes: 0 })
    const { plan, writes } = await made(api, lipserviceBoard({ ...FIGURES, usdPerGb: 0.2, priceLabel: 'your price' }))
    expect(changed(plan, 'update')).toEqual(['text', 'saved_by_day', 'share_by_service', 'forecast', 'top_patterns'])
    expect(writes).toBe(5)
  })

  it('keeps the places that somebody gave to tiles, and does not put back what was taken off', async () => {
    const { fake, api } = await startApi()
    const { boardId } = await made(api)
    const [tile] = given(await api.dashboards.get(boardId)).tiles
    await api.dashboards.update(boardId, { layouts: [{ tileId: tile!.id, layout: { x: 1, y: 40, w: 5, h: 2 } }] })
    expect(await made(api)).toMatchObject({ writes: 0 })
    expect(given(await api.dashboards.get(boardId)).tiles[0]!.layout).toEqual({ x: 1, y: 40, w: 5, h: 2 })
    const found = given(await findBoard(api))
    const [board] = found.boards
    const off = { ...found, boards: [{ ...board!, tiles: board!.tiles.filter(({ insightId }) => insightId !== 1) }] }
    expect(planBoard(WANTED, off).filter(isWrite)).toEqual([])
    expect(planBoard(WANTED, off, true).filter(isWrite)).toMatchObject([
      { kind: 'tile', isPlaced: true },
      { kind: 'layout' },
    ])
    expect(fake.insights).toHaveLength(WANTED.tiles.length)
  })

  it('is made anew when somebody removed it, with the tiles that are there', async () => {
    const { fake, api } = await startApi()
    const first = await made(api)
    const [edited] = given(await api.insights.list('lipservice'))
    await api.insights.update(edited!.id, { name: 'Ours' })
    await api.dashboards.remove(first.boardId)
    const { boardId } = await made(api)
    expect(boardId).not.toBe(first.boardId)
    expect(given(await api.dashboards.get(boardId)).tiles).toHaveLength(WANTED.tiles.length + 1)
    expect(fake.insights).toHaveLength(WANTED.tiles.length)
    expect(fake.insights[0]!['name']).toBe('Ours')
    expect(await made(api)).toMatchObject({ writes: 0 })
  })

  it('is finished by the next run wherever a run was stopped', async () => {
    const steps = WANTED.tiles.length + WANTED.views.length + 3
    for (let done = 1; done < steps; done++) {
      const { fake, api } = await startApi()
      const plan = planBoard(WANTED, given(await findBoard(api)))
      expect(plan).toHaveLength(steps)
      await applyBoard(api, WANTED, plan.slice(0, done))
      await made(api)
      expect(await made(api)).toMatchObject({ writes: 0 })
      expect(fake.dashboards).toHaveLength(1)
      expect(fake.insights).toHaveLength(WANTED.tiles.length)
      const removal = planRemoval(given(await findBoard(api)))
      await applyBoard(api, NO_BOARD, removal.slice(0, done % removal.length))
      await removed(api)
      expect([...living(fake.dashboards), ...living(fake.insights), ...fake.logViews]).toEqual([])
    }
  })

  it('is removed with all that is ours, and nothing that is not', async () => {
    const { fake, api } = await startApi()
    const theirs = given(await api.insights.create({ name: 'Orders', query: queryOf() }))
    const view = given(await api.logs.createView({ name: 'LipService: mine', filters: {} }))
    await api.dashboards.create({ name: 'Theirs', tags: ['lipservice'] })
    await made(api)
    await removed(api)
    expect(living(fake.insights).map(({ id }) => id)).toEqual([theirs.id])
    expect(living(fake.dashboards).map(({ name }) => name)).toEqual(['Theirs'])
    expect(fake.logViews.map(({ short_id }) => short_id)).toEqual([view.shortId])
    expect(await removed(api)).toMatchObject({ writes: 0 })
  })

  it('stays for those who put tiles of their own on it, without our tags', async () => {
    const { fake, api } = await startApi()
    const { boardId } = await made(api)
    await api.dashboards.update(boardId, { tags: ['lipservice', 'lipservice:board', 'team-a'] })
    const theirs = given(await api.insights.create({ name: 'Orders', query: queryOf(), dashboards: [boardId] }))
    await removed(api)
    const board = given(await api.dashboards.get(boardId))
    expect(board).toMatchObject({ tags: ['team-a'], description: WANTED.description })
    expect(board.tiles.map(({ insightId }) => insightId)).toEqual([undefined, theirs.id])
    expect(board.tiles[0]!.text).toBe('LipService made this board, and was removed from it.')
    expect(living(fake.insights)).toHaveLength(1)
    expect(await removed(api)).toMatchObject({ writes: 0 })
  })

  it('leaves a tile that somebody changed when it is removed, until it is forced', async () => {
    const { fake, api } = await startApi()
    await made(api)
    const [edited] = given(await api.insights.list('lipservice'))
    await api.insights.update(edited!.id, { name: 'Ours' })
    const { plan } = await removed(api)
    expect(changed(plan, 'edited')).toEqual(['saved_by_day'])
    expect(living(fake.insights).map(({ name }) => name)).toEqual(['Ours'])
    expect(living(fake.dashboards)).toHaveLength(1)
    expect(await removed(api)).toMatchObject({ writes: 0 })
    await removed(api, true)
    expect(living(fake.insights)).toEqual([])
  })

  it('has every other part without the scope of one, which is named', async () => {
    const { fake, api } = await startApi({
      scopes: ['dashboard:write', 'insight:write', 'logs:read', 'query:read'],
    })
    const plan = planBoard(WANTED, given(await findBoard(api)))
    const applied = await applyBoard(api, WANTED, plan)
    expect(applied).toMatchObject({ failure: undefined, viewsDenied: { scope: 'logs:write' } })
    expect(fake.insights).toHaveLength(WANTED.tiles.length)
    fake.scopes.delete('insight:write')
    expect(await findBoard(api)).toMatchObject({ outcome: 'missing_scope', scope: 'insight:read' })
  })

  it('is not made where PostHog does not keep tags: nobody would find it again', async () => {
    const { api, fake } = await startApi()
    const kept = { id: 1, name: 'LipService', description: '', tags: [], tiles: [] }
    const plan = planBoard(WANTED, given(await findBoard(api)))
    fake.answer([{ status: 201, body: JSON.stringify(kept), headers: { 'content-type': 'application/json' } }])
    const applied = await applyBoard(api, WANTED, plan)
    expect(applied).toMatchObject({ writes: 0, failure: { message: expect.stringContaining('tags') } })
    expect(fake.insights).toEqual([])
  })
})

const queryOf = () => ({ kind: 'InsightVizNode', source: { kind: 'TrendsQuery' } })
