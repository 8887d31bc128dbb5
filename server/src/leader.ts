import { every, type Repeating } from './internal/clock.js'
import type { Log } from './log.js'
import type { Leadership, Store } from './store/store.js'

/** Work that one replica at a time does. */
export interface Job {
  readonly name: string
  readonly intervalSeconds: number
  run(): Promise<void>
  /** Forgets what it knows, where another replica may have gone on. */
  reset?(): void
}

/** How often a standby tries to lead. */
const RETRY_MILLIS = 5_000

/** Leads when no other replica does, and does the jobs while it leads. */
export interface Leader {
  readonly leads: boolean
  start(): Promise<void>
  stop(): Promise<void>
}

export function createLeader(store: Pick<Store, 'lead'>, jobs: readonly Job[], log: Log): Leader {
  let leadership: Leadership | undefined
  let running: Repeating[] = []
  let trying: Repeating | undefined
  /** Another replica led. Where there is only this one, the log says nothing of leading. */
  let hasWaited = false

  async function tryToLead(): Promise<void> {
    try {
      if (leadership !== undefined) {
        await isHeld(leadership)
        return
      }
      const gained = await store.lead()
      if (gained === undefined) {
        hasWaited = true
        return
      }
      leadership = gained
      for (const job of jobs) job.reset?.()
      running = jobs.map((job) => every(job.intervalSeconds * 1000, () => run(gained, job)))
      if (hasWaited) log.info('this replica leads now')
    } catch (error) {
      log.warn({ err: error }, 'this replica could not try to lead')
    }
  }

  async function run(held: Leadership, job: Job): Promise<void> {
    if (!(await isHeld(held))) return
    await job.run().catch((error: unknown) => log.error({ err: error, job: job.name }, 'a job failed'))
  }

  async function isHeld(held: Leadership): Promise<boolean> {
    if (held !== leadership) return false
    if (await held.isHeld()) return true
    if (held === leadership) {
      leadership = undefined
      // Not awaited: one of them may be who asks.
      for (const job of running) void job.stop()
      running = []
      log.warn('this replica leads no more')
    }
    return false
  }

  return {
    get leads() {
      return leadership !== undefined
    },
    async start() {
      await tryToLead()
      trying = every(RETRY_MILLIS, tryToLead)
    },
    async stop() {
      await trying?.stop()
      await Promise.all(running.map((job) => job.stop()))
      running = []
      await leadership?.release()
      leadership = undefined
    },
  }
}
