import { epochSeconds, type Now } from '../../internal/clock.js'
import type { Log } from '../../log.js'
import type { AuditEntry } from '../../store/contracts/audit.js'
import type { PostHogJobName, StoredJob } from '../../store/contracts/posthog.js'
import { FencedError } from '../../store/fencing.js'
import type { Store } from '../../store/store.js'
import type { LoadPostHog, OpenPostHog } from '../open-posthog.js'
import { findingAfter, jobAfter } from './job-state.js'
import { OpenApis } from './open-apis.js'
import type { JobEnd, PostHogJob } from './posthog-job.js'

/** Imports have an hour of history in memory each; the others a few answers. */
const IMPORTS_AT_ONCE = 2
const OTHERS_AT_ONCE = 6
const INTERNAL = { outcome: 'unavailable', message: 'the server itself failed: its log says why' } as const

export interface TeamWorkParts {
  readonly store: Pick<Store, 'posthog'>
  readonly jobs: readonly PostHogJob[]
  readonly open: OpenPostHog
  readonly load: LoadPostHog
  readonly log: Log
  readonly now: Now
  /** 0–1. */
  readonly random: () => number
}

/** Starts what is due. Nobody waits for it: a team whose PostHog hangs holds up no other. */
export interface TeamWork {
  step(): Promise<void>
  /** Ends all runs, and what is on its way to PostHog. */
  stop(): Promise<void>
  /** Resolves when nothing runs. */
  settled(): Promise<void>
}

export function createTeamWork({ store, jobs, open, load, log, now, random }: TeamWorkParts): TeamWork {
  const { posthog } = store
  const byName = new Map<PostHogJobName, PostHogJob>(jobs.map((job) => [job.name, job]))
  const others = [...byName.keys()].filter((name) => name !== 'import')
  const running = new Map<string, Promise<void>>()
  let apis = new OpenApis(open)
  let stopping = new AbortController()

  async function startDue(names: readonly PostHogJobName[], slots: number): Promise<void> {
    const own = () => [...running.keys()].filter((key) => names.some((name) => key.endsWith(` ${name}`))).length
    if (names.length === 0 || own() >= slots) return
    // Those that run are due as well, until they have ended.
    for (const job of await posthog.due(epochSeconds(now), names, slots + own())) {
      const key = `${job.teamId} ${job.name}`
      if (running.has(key)) continue
      if (own() >= slots) return
      const run = runOne(job, byName.get(job.name)!).finally(() => running.delete(key))
      running.set(key, run)
    }
  }

  /** Never rejects. */
  async function runOne(job: StoredJob, { maxSeconds, run }: PostHogJob): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(maxSeconds * 1_000)])
    const stopped = stopping.signal
    try {
      const connection = await posthog.find(job.teamId)
      if (connection === undefined) return
      const module = await load()
      if (stopped.aborted) return
      const ended = await apis
        .use(connection, (api) => run({ connection, api, posthog: module, signal }))
        .catch((error: unknown): JobEnd => {
          if (error instanceof FencedError) throw error
          log.error({ err: error, teamId: job.teamId, job: job.name }, 'a job of PostHog failed')
          return INTERNAL
        })
      const end: JobEnd = 'problem' in ended ? { outcome: 'bad_key', message: ended.problem } : ended
      // What was cut off says nothing of PostHog: whoever leads does it again.
      if (stopped.aborted) return
      await writeEnd(job, connection.revision, end, findingAfter(connection, end, epochSeconds(now)))
    } catch (error) {
      if (!(error instanceof FencedError))
        log.error({ err: error, teamId: job.teamId, job: job.name }, 'what a job of PostHog did could not be written')
    }
  }

  async function writeEnd(
    job: StoredJob,
    revision: number,
    end: JobEnd,
    finding: ReturnType<typeof findingAfter>,
  ): Promise<void> {
    const at = epochSeconds(now)
    const { job: next, turned, tell } = jobAfter(job, end, at, random())
    const { teamId, name } = job
    const told: AuditEntry = {
      teamId,
      at,
      actor: 'posthog',
      action: 'posthog.failing',
      service: '',
      reason: next.problem,
      detail: { job: name, since: next.since },
    }
    await posthog.jobEnded(next, revision, tell ? told : undefined)
    if (finding !== undefined) await posthog.found(teamId, revision, finding)
    const about = { teamId, job: name }
    // One line an episode, whatever it takes.
    if (turned === 'fails') log.warn({ ...about, outcome: end.outcome, problem: next.problem }, 'PostHog: a job fails')
    if (turned === 'works') log.info(about, 'PostHog: a job works again')
  }

  return {
    async step() {
      await startDue(['import'], IMPORTS_AT_ONCE)
      await startDue(others, OTHERS_AT_ONCE)
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values())
    },
    async stop() {
      stopping.abort()
      const [ending, old] = [[...running.values()], apis]
      stopping = new AbortController()
      apis = new OpenApis(open)
      await old.close()
      await Promise.all(ending)
    },
  }
}
