import type { HistoryHour, HistoryState } from 'lipservice/posthog-api'
import { importHours } from '../../imports/import-hours.js'
import { cleanText } from '../../internal/clean-text.js'
import { after, epochSeconds, type Now } from '../../internal/clock.js'
import type { ImportProgress, StoredImport } from '../../store/contracts/posthog-imports.js'
import type { Store } from '../../store/store.js'
import type { PostHogModule } from '../open-posthog.js'
import type { PostHogJob } from './posthog-job.js'

const ACTOR = 'posthog import'
/** How soon an import is found that somebody began, at the latest. */
const LOOK_SECONDS = 60
const MAX_NAME_CHARACTERS = 256
/** Of shapes that are known: beyond, they are asked for again by who goes on. */
const MAX_STATE_CHARACTERS = 1_000_000

export interface ImportParts {
  readonly store: Pick<Store, 'posthog' | 'services' | 'counters'>
  readonly maxServices: number
  readonly now: Now
}

/** Imports history hour by hour. After each hour it is written down how far it is: whoever leads next goes on from there. */
export function createImportJob({ store, maxServices, now }: ImportParts): PostHogJob {
  const { posthog: imports } = store

  /** Gives one hour to its service, once: of what was killed in between, a repeat adds the rest. */
  async function give(teamId: number, importId: string, hour: HistoryHour, posthog: PostHogModule) {
    const at = epochSeconds(now)
    const service = cleanText(hour.service).slice(0, MAX_NAME_CHARACTERS) || 'unknown_service'
    const patterns = posthog.wholePatterns(hour.patterns).filter(({ seen }) => seen > 0)
    if (patterns.length === 0) return { end: 'empty', records: 0 }
    const serviceId = await store.services.ensure(teamId, service, at, maxServices)
    if (serviceId === undefined) return { end: 'no_room', records: 0 }
    const entry = { teamId, at, actor: ACTOR, action: 'past.imported', service, reason: '' }
    const hours = [{ hour: hour.hour, patterns }]
    const [answer] = await importHours(store, { serviceId, importId, hours, now: at, entry })
    // What this import added before it was killed is its own, too.
    const isIn = answer?.end === 'added' || answer?.end === 'repeated'
    return { end: answer?.end ?? 'empty', records: isIn ? patterns.reduce((sum, { seen }) => sum + seen, 0) : 0 }
  }

  return {
    name: 'import',
    maxSeconds: 6 * 3_600,
    async run({ connection: { teamId }, api, posthog, signal }) {
      const open = await imports.openImport(teamId)
      if (open === undefined) return { outcome: 'idle', nextSeconds: LOOK_SECONDS }
      const { importId } = open
      const cancelled = new AbortController()
      let progress = open.progress
      const write = async (next: ImportProgress, state: 'open' | 'done') => {
        progress = next
        if (!(await imports.importReached(teamId, importId, next, epochSeconds(now), state))) cancelled.abort()
      }
      const { failure, state } = await posthog.readHistory(api, stateOf(open, posthog), {
        timers: { after: (millis, work) => ({ cancel: after(millis, work) }) },
        signal: AbortSignal.any([signal, cancelled.signal]),
        async take(hours, next) {
          const serviceHours: Record<string, number> = { ...progress.serviceHours }
          let { records } = progress
          for (const hour of hours) {
            const given = await give(teamId, importId, hour, posthog)
            serviceHours[given.end] = (serviceHours[given.end] ?? 0) + 1
            records += given.records
          }
          await write(reached(next, records, serviceHours), 'open')
        },
      })
      const counts = { hours: state.done, records: progress.records }
      if (failure !== undefined) return failure
      if (cancelled.signal.aborted) return { outcome: 'ok', counts, nextSeconds: 0 }
      if (signal.aborted) return { outcome: 'ok', counts, nextSeconds: 0 }
      const { notes, done, all } = state
      await write({ ...progress, notes, hoursDone: done, hoursAll: all, resumeFrom: undefined }, 'done')
      return { outcome: 'ok', counts, nextSeconds: 0 }
    },
  }
}

function stateOf({ request, progress }: StoredImport, { beginHistory }: PostHogModule): HistoryState {
  if (progress.resumeFrom !== undefined) return JSON.parse(progress.resumeFrom) as HistoryState
  const { services, ...rest } = request
  return beginHistory({ ...rest, ...(services.length > 0 && { services }) })
}

function reached(state: HistoryState, records: number, serviceHours: Readonly<Record<string, number>>): ImportProgress {
  const { done: hoursDone, all: hoursAll, notes } = state
  const whole = JSON.stringify(state)
  const resumeFrom = whole.length <= MAX_STATE_CHARACTERS ? whole : JSON.stringify({ ...state, known: {} })
  return { hoursDone, hoursAll, records, serviceHours, notes, resumeFrom }
}
