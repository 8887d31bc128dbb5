import { every, type Repeating } from './internal/clock.js'
import type { Log } from './log.js'
import { FencedError } from './store/fencing.js'
import type { Leadership, Store } from './store/store.js'

/** Work that one replica at a time does. */
export interface Job {
  readonly name: string
  readonly intervalSeconds: number
  run(): Promise<void>
  /** Whether it is done as soon as a replica leads, and not only after the first interval. */
  readonly isDoneFirst?: boolean
  /** Forgets what it knows, where another replica may have gone on. */
  reset?(): void
  /** Ends what it has left running beside its runs. */
  stop?(): Promise<void>
}

/** How often a leader renews its lease, and a standby looks at it. */
const RENEW_MILLIS = 2_000

/** Leads when no other replica does, and does the jobs while it leads. */
export interface Leader {
  readonly leads: boolean
  start(): Promise<void>
  stop(): Promise<void>
}

export function createLeader(store: Pick<Store, 'lead'>, jobs: readonly Job[], log: Log): Leader {
  let leadership: Leadership | undefined
  let running: Repeating[] = []
  let renewing: Repeating | undefined
  /** Another replica led. Where there is only this one, the log says nothing of leading. */
  let hasWaited = false

  async function renewOrLead(): Promise<void> {
    try {
      if (leadership === undefined) await lead()
      else await leadership.renew()
    } catch (error) {
      log.warn(
        { err: error },
        leadership === undefined ? 'this replica could not try to lead' : 'the lease could not be renewed',
      )
    }
    if (leadership !== undefined && !leadership.isHeld()) loseIt()
  }

  async function lead(): Promise<void> {
    const gained = await store.lead()
    if (gained === undefined) {
      hasWaited = true
      return
    }
    leadership = gained
    for (const job of jobs) job.reset?.()
    running = jobs.map((job) => every(job.intervalSeconds * 1000, () => run(gained, job), job.isDoneFirst))
    if (hasWaited) log.info('this replica leads now')
  }

  async function run(held: Leadership, job: Job): Promise<void> {
    if (held !== leadership) return
    if (!held.isHeld()) return loseIt()
    try {
      await held.run(() => job.run())
    } catch (error) {
      if (error instanceof FencedError && held === leadership) return loseIt()
      log.error({ err: error, job: job.name }, 'a job failed')
    }
  }

  function loseIt(): void {
    leadership = undefined
    hasWaited = true
    // Not awaited: one of them may be who found out.
    for (const job of running) void job.stop()
    for (const job of jobs) void job.stop?.()
    running = []
    log.warn('this replica leads no more')
  }

  return {
    get leads() {
      return leadership?.isHeld() === true
    },
    async start() {
      await renewOrLead()
      renewing = every(RENEW_MILLIS, renewOrLead)
    },
    async stop() {
      await renewing?.stop()
      await Promise.all([...running.map((job) => job.stop()), ...jobs.map((job) => job.stop?.())])
      running = []
      // Who cannot say so is followed once the lease is stale.
      await leadership
        ?.release()
        .catch((error: unknown) => log.warn({ err: error }, 'the lease could not be given back'))
      leadership = undefined
    },
  }
}
