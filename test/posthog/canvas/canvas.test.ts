import { describe, expect, it } from 'vitest'
import { systemTimers } from '../../../src/internal/timer.js'
import type { CanvasProject } from '../../../src/posthog/api/contract/canvases.js'
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
  budgetGbPerMonth: undefined,
  bytes: 'billed',
}
/** The canvas alone: the rest has tests of its own. */
const wantedAt = (usdPerGb: number): WantedBoard => ({
  ...NO_BOARD,
  canvas: lipserviceBoard({ ...FIGURES, usdPerGb }).canvas,
})
const present = { switches: { canvases: 'present' } } as const
let waited = 0
/** What takes three seconds takes none. */
const timers = {
  after(millis: number, work: () => void) {
    waited += millis
    return systemTimers.after(0, work, { keepAlive: true })
  },
}

async function run(api: PostHogApi, { usdPerGb = 0.25, force = false, space = undefined as string | undefined } = {}) {
  const wanted = wantedAt(usdPerGb)
  const plan = planBoard(wanted, given(await findBoard(api)), force).filter(({ kind }) => kind === 'canvas')
  const applied = await applyBoard(api, wanted, plan, { timers, space })
  return { change: plan[0]?.change, why: plan[0]?.why, ...applied }
}

async function remove(api: PostHogApi, force = false) {
  const plan = planRemoval(given(await findBoard(api)), force)
  return { plan, ...(await applyBoard(api, NO_BOARD, plan)) }
}

const writes = ({ requests }: FakePostHogApi) => requests.filter(({ method }) => method !== 'GET').length
const projectOf = (fake: FakePostHogApi) => fake.canvases[0]!.project as CanvasProject

async function edited(api: PostHogApi, change: (project: CanvasProject) => CanvasProject) {
  const [canvas] = given(await api.canvases.search('lipservice'))
  const { project, versionId } = given(await api.canvases.source(canvas!.id))
  given(await api.canvases.publish(canvas!.id, change(project), versionId))
}
const EDITS: Readonly<Record<string, (project: CanvasProject) => CanvasProject>> = {
  'the app': ({ files, ...more }) => ({
    ...more,
    files: { ...files, 'src/canvas.js': `console.log(1);${files['src/canvas.js']}` },
  }),
  'the page': ({ files, ...more }) => ({ ...more, files: { ...files, 'index.html': '<p>Ours</p>' } }),
  'another file': ({ files, ...more }) => ({ ...more, files: { ...files, 'src/more.js': '' } }),
  'all of it': (project) => ({ ...project, files: { 'index.html': '<p>Ours</p>' } }),
  'what it may use': (project) => ({
    ...project,
    capabilities: {
      posthog: { insights: ['abc'], inlineQueries: true, captureEvents: [], state: ['user'] },
      network: { origins: [] },
    },
  }),
}

describe('the canvas in PostHog', () => {
  it('is made where all of the team see it, and a second run writes nothing', async () => {
    const { fake, api } = await startApi(present)
    const first = await run(api)
    expect(first).toMatchObject({ change: 'create', writes: 1, failure: undefined, canvasFailure: undefined })
    expect(fake.canvases).toMatchObject([{ name: 'LipService', channel: '00000000-0000-4000-8000-00000000c002' }])
    expect(first.canvas?.url).toBe(`${fake.url}/desktop/canvas/${fake.canvases[0]!.channel}/${fake.canvases[0]!.id}`)
    const before = writes(fake)
    expect(await run(api)).toMatchObject({ change: 'leave', writes: 0 })
    expect(writes(fake)).toBe(before)
  })

  it('is filed in the space that is named, and in none that is not there', async () => {
    const { fake, api } = await startApi(present)
    expect(await run(api, { space: 'nowhere' })).toMatchObject({
      writes: 0,
      canvasFailure: { message: expect.stringContaining("no space 'nowhere'") },
    })
    expect(fake.canvases).toEqual([])
    await run(api, { space: 'Costs' })
    expect(fake.canvases).toMatchObject([{ channel: '00000000-0000-4000-8000-00000000c003' }])
  })

  it('is brought up to date where we wrote it, and PostHog adds what it adds', async () => {
    const { fake, api } = await startApi(present)
    await run(api)
    await edited(api, (project) => ({
      ...project,
      capabilities: {
        posthog: { ...(project.capabilities['posthog'] as object), actions: [], agentRequests: false },
        network: { origins: [] },
        connectors: [],
      },
    }))
    expect(await run(api)).toMatchObject({ change: 'leave', writes: 0 })
    expect(await run(api, { usdPerGb: 0.2 })).toMatchObject({ change: 'update', writes: 1, canvasFailure: undefined })
    expect(fake.canvases).toHaveLength(1)
    expect(projectOf(fake).files['src/canvas.js']).toContain('* 0.2')
    expect(await run(api, { usdPerGb: 0.2 })).toMatchObject({ change: 'leave', writes: 0 })
  })

  it.each(Object.entries(EDITS))('is left alone where somebody changed %s, until it is forced', async (_, edit) => {
    const { fake, api } = await startApi(present)
    await run(api)
    await edited(api, edit)
    const theirs = projectOf(fake)
    expect(await run(api, { usdPerGb: 0.2 })).toMatchObject({ change: 'edited', writes: 0 })
    expect((await remove(api)).plan).toMatchObject([{ kind: 'canvas', change: 'edited' }])
    expect(projectOf(fake)).toEqual(theirs)
    expect(await run(api, { force: true })).toMatchObject({ change: 'update', writes: 1 })
    expect(await run(api)).toMatchObject({ change: 'leave', writes: 0 })
  })

  it('is removed, and no other with it', async () => {
    const { fake, api } = await startApi(present)
    const theirs = { name: 'LipService', description: 'Ours', spaceId: '00000000-0000-4000-8000-00000000c002' }
    given(await api.canvases.create(theirs))
    await run(api)
    expect(fake.canvases).toHaveLength(2)
    expect(await remove(api)).toMatchObject({ writes: 1, canvasFailure: undefined })
    expect(fake.canvases).toMatchObject([{ description: 'Ours' }])
    expect(await remove(api)).toMatchObject({ writes: 0 })
  })

  it('waits until PostHog has built it, says why it could not, and does not write again for that', async () => {
    const { fake, api } = await startApi({ switches: { canvases: 'present', looksUntilBuilt: 5 } })
    waited = 0
    expect(await run(api)).toMatchObject({ writes: 1, canvas: {}, canvasFailure: undefined })
    expect(waited).toBe(15_000)
    fake.switches.looksUntilBuilt = 1_000
    expect(await run(api, { usdPerGb: 0.2 })).toMatchObject({ writes: 1, canvas: { isBuilding: true } })
    expect(waited - 15_000).toBeLessThanOrEqual(120_000)
    Object.assign(fake.switches, { looksUntilBuilt: 0, buildProblem: 'cannot resolve "./x"' })
    const failed = await run(api, { usdPerGb: 0.3 })
    expect(failed).toMatchObject({ canvasFailure: { message: expect.stringContaining('cannot resolve "./x"') } })
    const before = writes(fake)
    expect(await run(api, { usdPerGb: 0.3 })).toMatchObject({
      change: 'leave',
      why: expect.stringContaining('PostHog could not build it: cannot resolve'),
      writes: 0,
    })
    expect(writes(fake)).toBe(before)
  })

  it('does not write over what somebody published while it was planned', async () => {
    const { fake, api } = await startApi(present)
    await run(api)
    const wanted = wantedAt(0.2)
    const plan = planBoard(wanted, given(await findBoard(api))).filter(({ kind }) => kind === 'canvas')
    await edited(api, EDITS['the app']!)
    expect(await applyBoard(api, wanted, plan, { timers })).toMatchObject({
      writes: 0,
      canvasFailure: { code: 'version_conflict' },
    })
    expect(projectOf(fake).files['src/canvas.js']).toContain('console.log(1)')
  })

  it('gets its source by the next run when a run was stopped before it had one', async () => {
    const { fake, api } = await startApi(present)
    let asked = 0
    fake.answer(({ path }) => (path.endsWith('/publish/') && asked++ === 0 ? { status: 400, body: '{}' } : undefined))
    expect(await run(api)).toMatchObject({ writes: 0, canvasFailure: { outcome: 'refused' } })
    expect(await run(api)).toMatchObject({ change: 'update', writes: 1 })
    expect(fake.canvases).toHaveLength(1)
  })

  it.each([
    ['without canvases', { switches: { canvases: 'absent' } as const }, { status: 404 }],
    ['where they are not enabled', { switches: { canvases: 'denied' } as const }, { status: 403 }],
    [
      'without the scope',
      { ...present, scopes: ['dashboard:write', 'insight:write', 'logs:write', 'query:read'] },
      { scope: 'canvas:read' },
    ],
  ])('is left out in a project %s, and all else is made', async (_, options, why) => {
    const { fake, api } = await startApi(options)
    const wanted = lipserviceBoard(FIGURES)
    const found = given(await findBoard(api))
    expect(found.canvases).toMatchObject(why)
    const plan = planBoard(wanted, found)
    expect(await applyBoard(api, wanted, plan, { timers })).toMatchObject({ failure: undefined, canvas: undefined })
    expect(fake.insights).toHaveLength(wanted.tiles.length)
    expect(planBoard(wanted, given(await findBoard(api))).filter(isWrite)).toEqual([])
  })

  it('that cannot be filed keeps nothing else from being made', async () => {
    const scopes = ['dashboard:write', 'insight:write', 'logs:write', 'query:read', 'canvas:write']
    const { fake, api } = await startApi({ ...present, scopes })
    const wanted = lipserviceBoard(FIGURES)
    const applied = await applyBoard(api, wanted, planBoard(wanted, given(await findBoard(api))), { timers })
    expect(applied).toMatchObject({ failure: undefined, canvasFailure: { scope: 'task:read' } })
    expect(fake.insights).toHaveLength(wanted.tiles.length)
  })
})
