import type { BoardFigures, FoundBoard, StagedPolicy } from 'lipservice/posthog-api'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { MadeThing } from '../../store/contracts/posthog.js'
import type { Store } from '../../store/store.js'
import type { PostHogModule } from '../open-posthog.js'
import type { JobRun, PostHogJob } from './posthog-job.js'

const HOUR = 3_600
/** PostHog keeps logs for so long, and graphs reach as far back. */
const MARKED_SECONDS = 14 * 86_400
const MAX_ENTRIES = 1_000
const MAX_INCIDENTS = 200
const STAGE = /^policy\.([a-z]+)$/
const GONE =
  'the dashboard was removed in PostHog, and is not made again by itself: ask for it once more, or remove what is left of it'

export interface BoardParts {
  readonly store: Pick<Store, 'posthog' | 'audit' | 'incidents'>
  readonly now: Now
}

/**
 * Keeps the dashboard that a person asked for as it is to be, and marks policies and incidents in it. What is so already is not written; what
 * somebody changed in PostHog is left alone. What was made is noted, so that it can be removed.
 */
export function createBoardJob({ store, now }: BoardParts): PostHogJob {
  return {
    name: 'board',
    maxSeconds: 600,
    async run({ connection: { teamId }, api, posthog }) {
      const made = await store.posthog.made(teamId)
      const { figures } = await posthog.readFigures(api, now())
      const wanted = posthog.lipserviceBoard({ ...figures, budgetGbPerMonth: undefined } satisfies BoardFigures)
      const found = await posthog.findBoard(api)
      if (found.outcome !== 'ok') return found
      if (made.some(({ kind }) => kind === 'dashboard') && found.value.boards.length === 0)
        return { outcome: 'refused', message: GONE }
      const plan = posthog.planBoard(wanted, found.value)
      const { writes, boardId, failure } = await posthog.applyBoard(api, wanted, plan)
      // A run that was killed before it noted what it made finds that by its tags.
      const after = writes === 0 ? found : await posthog.findBoard(api)
      if (after.outcome === 'ok') await note(teamId, made, boardThings(after.value, posthog, epochSeconds(now)))
      if (failure !== undefined) return failure
      if (boardId === undefined) return { outcome: 'refused', message: GONE }
      const marks = await markAll(teamId, boardId, made, api, posthog)
      if ('outcome' in marks) return marks
      const edited = plan.filter(({ change }) => change === 'edited').length
      return { outcome: 'ok', counts: { writes, marks: marks.writes, edited }, nextSeconds: HOUR }
    },
  }

  async function markAll(
    teamId: number,
    boardId: number,
    made: readonly MadeThing[],
    api: JobRun['api'],
    posthog: PostHogModule,
  ) {
    const at = epochSeconds(now)
    const since = at - MARKED_SECONDS
    const entries = await store.audit.find(teamId, { actions: ['policy'], since, limit: MAX_ENTRIES })
    const policies = entries.flatMap(({ at: moment, action, service, detail }): StagedPolicy[] => {
      const { version } = detail as { version?: unknown }
      const stage = STAGE.exec(action)?.[1]
      return stage === undefined || service === '' || typeof version !== 'number'
        ? []
        : [{ service, version, stage, at: moment }]
    })
    const during = { from: since, to: at + 1 }
    const incidents = await store.incidents.list({ teamId, during, limit: MAX_INCIDENTS })
    // The same as the command tells: whoever does both marks once.
    const wanted = posthog.lipserviceMarks(`team ${teamId}`, policies, incidents)
    const found = await posthog.findMarks(api)
    if (found.outcome !== 'ok') return found
    const { writes, failure } = await posthog.applyMarks(api, posthog.planMarks(wanted, found.value, boardId), boardId)
    const there = writes === 0 ? found : await posthog.findMarks(api)
    const keys = new Set(wanted.map(({ key }) => posthog.idOfMark(key)))
    if (there.outcome === 'ok') {
      const own = there.value.flatMap(({ id, content }): MadeThing[] => {
        const tag = posthog.tagOfContent(content)?.id
        return tag === undefined || !keys.has(tag)
          ? []
          : [{ kind: 'annotation', remoteId: String(id), name: tag, madeAt: at }]
      })
      await note(teamId, made, own)
    }
    return failure ?? { writes }
  }

  async function note(teamId: number, made: readonly MadeThing[], things: readonly MadeThing[]): Promise<void> {
    const known = new Set(made.map(({ kind, remoteId }) => `${kind} ${remoteId}`))
    for (const thing of things)
      if (!known.has(`${thing.kind} ${thing.remoteId}`)) await store.posthog.noteMade(teamId, thing)
  }
}

/** Returns all of a board, as it is noted. */
function boardThings(
  { boards, insights, views, canvases }: FoundBoard,
  posthog: PostHogModule,
  madeAt: number,
): MadeThing[] {
  const thing = (kind: MadeThing['kind'], id: number | string, name: string) => ({
    kind,
    remoteId: String(id),
    name: name.slice(0, 100),
    madeAt,
  })
  return [
    ...boards.map(({ id, name }) => thing('dashboard', id, name)),
    ...insights.flatMap(({ id, tags }) => {
      const name = posthog.tileNameOf(tags)
      return name === undefined ? [] : [thing('insight', id, name)]
    }),
    ...('outcome' in views ? [] : views)
      .filter(({ name }) => posthog.unmarked(name).mark !== undefined)
      .map(({ shortId, name }) => thing('view', shortId, name)),
    ...('outcome' in canvases ? [] : canvases).map(({ id, name }) => thing('canvas', id, name)),
  ]
}
