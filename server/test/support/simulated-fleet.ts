import { WORDS_VALUE } from 'lipservice/allocation'
import type { KeepReason, Policy } from 'lipservice/protocol'
import { seededRandom } from '../../../src/testing.js'
import { assemble, type Parts } from '../../src/assemble.js'
import { type Config, readConfig } from '../../src/config.js'
import type { KnownPattern } from '../../src/ingest/known-patterns.js'
import { createLog } from '../../src/log.js'
import type { BudgetUnit } from '../../src/store/contracts/budgets.js'
import type { Store, StoredPolicy } from '../../src/store/store.js'
import { COUNTS } from '../../src/store/tables.js'
import { openMemoryStore } from './ready-databases.js'
import { entryOf } from './reports.js'
import {
  type Counted,
  countsOf,
  knownPatternOf,
  OVERHEAD,
  type SimulatedInstance,
  SimulatedService,
} from './simulated-service.js'

export interface FleetOptions {
  readonly services: number
  readonly instances: number
  readonly patterns: number
  /** Between the reports of an instance, and between the ticks of the control loop. */
  readonly stepSeconds: number
  /** Epoch seconds. */
  readonly start: number
  readonly seed: number
  readonly config?: Partial<Config>
}

export interface Volume {
  readonly bytes: number
  readonly records: number
}

export interface SimulatedBudget {
  /** Empty: the team. */
  readonly service: string
  readonly unit: BudgetUnit
  readonly amount: number
}

const MINUTE = 60
const MAINTENANCE_SECONDS = 3_600
/** As in ingest: many reports even out by themselves. */
const MAX_REPORTS_TO_SPREAD = 10
const TEAM = 'simulated'
const PROTECTED = new Set(['security', 'audit'])
/** A policy that was made before a pattern was known knows nothing of it. */
const KNOWN_SECONDS = 1_800

/** A fleet of simulated instances on a clock of its own, that reports to the real store and gets the real control loop's policies. */
export class SimulatedFleet {
  readonly services: SimulatedService[]
  readonly store: Store
  readonly parts: Parts
  readonly random: () => number
  readonly team: number
  readonly logged: string[]
  /** Of what must be kept whole. */
  readonly thinned: string[] = []
  /** Records of security and audit that were dropped because they were too much to be kept whole for their words. */
  beyondWords = 0
  #now: number
  #maintainedAt = 0
  readonly #options: FleetOptions
  readonly #known = new Map<string, KnownPattern>()
  readonly #ids = new Map<string, number>()

  private constructor(options: FleetOptions, store: Store, team: number) {
    this.#options = options
    this.#now = options.start
    this.store = store
    this.team = team
    this.random = seededRandom(options.seed)
    this.logged = []
    const log = createLog('warn', { write: (line) => void this.logged.push(line) })
    const base = readConfig([], {})
    const config = { ...base, 'report-seconds': options.stepSeconds, ...options.config }
    this.parts = assemble(config, store, log, () => this.#now * 1000)
    const each = Math.max(1, Math.round(options.instances / options.services))
    this.services = Array.from({ length: options.services }, (_, i) => {
      const service = new SimulatedService(`service-${i}`, i, options.patterns, this.random)
      service.usual = each
      service.scaleTo(each)
      return service
    })
  }

  static async create(options: FleetOptions): Promise<SimulatedFleet> {
    const store = await openMemoryStore()
    return new SimulatedFleet(options, store, await store.keys.ensureTeam(TEAM, options.start))
  }

  get now(): number {
    return this.#now
  }

  async setBudget({ service, unit, amount }: SimulatedBudget): Promise<void> {
    const before = (await this.store.budgets.list(this.team)).find((budget) => budget.service === service)
    const updatedAt = Math.max(this.#now, (before?.updatedAt ?? 0) + 1)
    await this.store.budgets.set(
      { teamId: this.team, service, unit, amount, updatedAt, updatedBy: 'test' },
      entryOf(this.team),
    )
  }

  /** What is logged of a service in a day, in bytes as billed if all was kept. */
  demandPerDay(service: SimulatedService): number {
    return service.patterns.reduce((sum, { perMinute, bytes }) => sum + perMinute * (bytes + OVERHEAD) * 1_440, 0)
  }

  recordsPerDay({ patterns }: SimulatedService): number {
    return patterns.reduce((sum, { perMinute }) => sum + perMinute * 1_440, 0)
  }

  /** Every instance looks at its policy, logs, and reports; then one turn of the leader's work. */
  async step(): Promise<void> {
    const { stepSeconds, start } = this.#options
    const minutes = stepSeconds / MINUTE
    this.#now += stepSeconds
    const minute = (this.#now - start) / MINUTE
    const dayMinute = (this.#now % 86_400) / MINUTE
    for (const service of this.services) {
      const rates = service.patterns.map((_, i) => service.rateOf(i, minute, dayMinute))
      const share = 1 / service.instances.reduce((sum, { weight }) => sum + weight, 0)
      const serviceId = await this.#idOf(service)
      const patterns = service.patterns.map((pattern) => this.#patternOf(serviceId, pattern))
      for (const instance of service.instances) {
        await this.#poll(service, instance)
        const counts = new Float64Array(patterns.length * COUNTS.length)
        const kept = { error: 0, pinned: 0, adaptive: 0 } satisfies Partial<Record<KeepReason, number>>
        for (const [i, count] of countsOf(service, instance, share, rates, minutes).entries()) {
          const { bytes } = service.patterns[i]!
          kept.error += count.errors
          kept.pinned += count.pinned
          kept.adaptive += count.kept - count.errors - count.pinned
          this.#watch(instance, patterns[i]!, count)
          counts.set([count.seen, count.kept, count.seen * bytes, count.kept * bytes, count.errors], i * COUNTS.length)
        }
        this.parts.pending.add({
          serviceId,
          instanceId: instance.id,
          sequence: instance.sequence++,
          at: this.#now,
          receivedAt: this.#now,
          from: this.#now - (service.instances.length > MAX_REPORTS_TO_SPREAD ? MINUTE : stepSeconds),
          seconds: stepSeconds,
          sdk: 'simulated',
          serviceVersion: `1.${service.release}.0`,
          policyVersion: instance.policy?.version,
          mode: 'active',
          patterns,
          counts,
          keptByReason: new Map(Object.entries(kept)),
          droppedByReason: undefined,
          overheadBytes: (kept.error + kept.pinned + kept.adaptive) * OVERHEAD,
        })
      }
    }
    await this.parts.pending.flush()
    if (this.#now - this.#maintainedAt >= MAINTENANCE_SECONDS) {
      await this.store.maintain(this.#now)
      this.#maintainedAt = this.#now
    }
    await this.parts.control.controller.tick()
  }

  /** Bytes as billed and records of a service in a day: what was kept, and what was logged. */
  async spentOn(service: string, from: number): Promise<Volume & { readonly logged: Volume }> {
    const id = (await this.store.services.find(this.team, service))!
    const period = { from, to: from + 86_400 }
    const points = await this.store.counters.timeline(id, undefined, 'hour', period)
    const overhead = (await this.store.services.keeps([id], period)).get(id)?.overheadBytes ?? 0
    const sum = (of: (point: (typeof points)[number]) => number) => points.reduce((all, point) => all + of(point), 0)
    return {
      bytes: sum(({ keptBytes }) => keptBytes) + overhead,
      records: sum(({ kept }) => kept),
      logged: { bytes: sum(({ bytes, seen }) => bytes + seen * OVERHEAD), records: sum(({ seen }) => seen) },
    }
  }

  /** All versions that were made of a service's policy, oldest first. */
  async versionsOf(service: string): Promise<StoredPolicy[]> {
    return (await this.store.policies.history(this.team, service, 10_000)).toReversed()
  }

  async #poll({ name }: SimulatedService, instance: SimulatedInstance): Promise<void> {
    const served = await this.parts.policies.servedTo(this.team, name, instance.id)
    if (served === undefined) instance.policy = undefined
    else if (instance.policy?.version !== served.version) instance.policy = JSON.parse(served.body) as Policy
    const expires = instance.policy?.expires_at
    if (expires !== undefined && Date.parse(expires) < this.#now * 1000) instance.policy = undefined
  }

  #watch({ policy }: SimulatedInstance, pattern: KnownPattern, { seen, kept, errors }: Counted): void {
    const isKnown = this.#now - pattern.firstSeen > KNOWN_SECONDS
    // What words say is thinned only where the policy says that it is too much: by its value.
    const isTooMuch = (policy?.pattern_values?.[pattern.signature] ?? 1) >= WORDS_VALUE
    const isProtected = PROTECTED.has(pattern.class) && isKnown && policy?.budget !== undefined && !isTooMuch
    if (PROTECTED.has(pattern.class) && isTooMuch) this.beyondWords += seen - kept
    if (kept < (isProtected ? seen : errors)) this.thinned.push(`${pattern.template} at ${this.#now}`)
  }

  async #idOf({ name }: SimulatedService): Promise<number> {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const id = (await this.store.services.ensure(this.team, name, this.#now, 1_000))!
    this.#ids.set(name, id)
    return id
  }

  #patternOf(serviceId: number, pattern: SimulatedService['patterns'][number]): KnownPattern {
    let known = this.#known.get(pattern.signature)
    if (known === undefined) {
      known = knownPatternOf(serviceId, pattern, this.#now)
      this.#known.set(pattern.signature, known)
    }
    return known
  }
}
