import type { ConnectionFinding, StoredConnection, StoredJob } from '../../store/contracts/posthog.js'
import type { JobEnd } from './posthog-job.js'

const HOUR = 3_600
const DAY = 24 * HOUR
const FIRST_RETRY_SECONDS = 60
/** What only a person can mend is asked again this often. */
const RETRY_SECONDS: Readonly<Record<string, number>> = {
  bad_key: HOUR,
  missing_scope: HOUR,
  changed_shape: HOUR,
  refused: HOUR,
}

/** What became of a job. */
export interface JobChange {
  readonly job: StoredJob
  /** `fails`: it has begun to; `works`: it has begun to again. Once each an episode. */
  readonly turned: 'fails' | 'works' | undefined
  /** It has been failing for a day, and nobody was told. */
  readonly tell: boolean
}

/** Returns a job after a run that ended at `now`. @param chance 0–1, so that teams do not come all at once */
export function jobAfter(job: StoredJob, end: JobEnd, now: number, chance: number): JobChange {
  if (end.outcome === 'idle') return { job: { ...job, nextRun: now + end.nextSeconds }, turned: undefined, tell: false }
  if (end.outcome === 'ok') {
    const since = job.state === 'ok' ? job.since : now
    const times = { since, lastRun: now, lastOk: now, nextRun: now + end.nextSeconds }
    const ended = {
      ...job,
      ...times,
      state: 'ok' as const,
      failures: 0,
      problem: '',
      isTold: false,
      counts: end.counts,
    }
    return { job: ended, turned: job.failures > 0 ? 'works' : undefined, tell: false }
  }
  const failures = job.failures + 1
  const since = job.state === 'failing' ? job.since : now
  const tell = !job.isTold && now - since >= DAY
  const usual = RETRY_SECONDS[end.outcome] ?? Math.min(HOUR, FIRST_RETRY_SECONDS * 2 ** Math.min(failures - 1, 10))
  const backoff = Math.min(usual, end.maxRetrySeconds ?? usual)
  const wait = Math.max(Math.ceil((end.retryAfterMs ?? 0) / 1_000), Math.ceil(backoff * (0.75 + chance / 2)))
  const times = { since, lastRun: now, nextRun: now + wait }
  const failed = { ...job, ...times, state: 'failing' as const, failures, problem: end.message }
  return {
    job: { ...failed, isTold: job.isTold || tell },
    turned: failures === 1 ? 'fails' : undefined,
    tell,
  }
}

/** Returns what the end of a job says of the connection itself; `undefined`: nothing new. */
export function findingAfter(
  { state, problem, capabilities }: StoredConnection,
  end: JobEnd,
  at: number,
): ConnectionFinding | undefined {
  switch (end.outcome) {
    case 'ok': {
      if (state !== 'refused' && state !== 'unreachable' && state !== 'unproved') return undefined
      const isLacking = capabilities.some(({ outcome }) => outcome === 'missing_scope')
      return isLacking
        ? { state: 'lacking', problem: 'the key lacks scopes', at }
        : { state: 'connected', problem: '', at }
    }
    case 'bad_key':
      return changed('refused', end.message)
    case 'missing_scope':
      return changed('lacking', end.message)
    case 'unavailable':
      return changed('unreachable', end.message)
    default:
      return undefined
  }

  function changed(next: 'refused' | 'lacking' | 'unreachable', message: string): ConnectionFinding | undefined {
    return state === next && problem === message ? undefined : { state: next, problem: message, at }
  }
}
