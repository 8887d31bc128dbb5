import { every, type Repeating } from './internal/clock.js'
import type { Log } from './log.js'
import type { Leadership, Store } from './store/store.js'

/** Work that one replica at a time does. */
export interface Job {
  readonly name: string
  readonly seconds: number
  run(): Promise<void>
  /** Forgets what it knows, where another replica may have gone on. */
  reset?(): void
}

/** A standby tries so often to lead. */
const TRY_MILLIS = 5_000

/** Leads when nobody else does, and does the jobs while it leads. */
export class Leader {
  readonly #store: Pick<Store, 'lead'>
  readonly #jobs: readonly Job[]
  readonly #log: Log
  #leadership: Leadership | undefined
  #running: Repeating[] = []
  #trying: Repeating | undefined
  /** Another replica led; where there is only this one, nobody needs to know. */
  #waited = false

  constructor(store: Pick<Store, 'lead'>, jobs: readonly Job[], log: Log) {
    this.#store = store
    this.#jobs = jobs
    this.#log = log
  }

  get leads(): boolean {
    return this.#leadership !== undefined
  }

  async start(): Promise<void> {
    await this.#try()
    this.#trying = every(TRY_MILLIS, () => this.#try())
  }

  async stop(): Promise<void> {
    await this.#trying?.stop()
    await Promise.all(this.#running.map((job) => job.stop()))
    this.#running = []
    await this.#leadership?.release()
    this.#leadership = undefined
  }

  async #try(): Promise<void> {
    try {
      if (this.#leadership !== undefined) {
        await this.#isHeld(this.#leadership)
        return
      }
      const leadership = await this.#store.lead()
      if (leadership === undefined) {
        this.#waited = true
        return
      }
      this.#leadership = leadership
      for (const job of this.#jobs) job.reset?.()
      this.#running = this.#jobs.map((job) => every(job.seconds * 1000, () => this.#run(leadership, job)))
      if (this.#waited) this.#log.info('this replica leads now')
    } catch (error) {
      this.#log.warn({ err: error }, 'the lead could not be had')
    }
  }

  async #run(leadership: Leadership, job: Job): Promise<void> {
    if (!(await this.#isHeld(leadership))) return
    await job.run().catch((error: unknown) => this.#log.error({ err: error, job: job.name }, 'a job failed'))
  }

  async #isHeld(leadership: Leadership): Promise<boolean> {
    if (leadership !== this.#leadership) return false
    if (await leadership.isHeld()) return true
    if (leadership === this.#leadership) {
      this.#leadership = undefined
      // Not awaited: one of them may be who asks.
      for (const job of this.#running) void job.stop()
      this.#running = []
      this.#log.warn('this replica leads no more')
    }
    return false
  }
}
