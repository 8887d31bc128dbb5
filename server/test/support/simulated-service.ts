import type { Policy } from 'lipservice/protocol'
import type { KnownPattern } from '../../src/ingest/known-patterns.js'
import { modelOf, type PatternTraffic } from '../../src/rollouts/policy-model.js'

const DAY_MINUTES = 1_440
const ZIPF = 1.2
/** Bytes that stamps and batches add to a kept record. */
export const OVERHEAD = 40

/** One pattern of a simulated service. */
export interface SimulatedPattern {
  readonly signature: string
  readonly template: string
  readonly severity: string
  readonly class: string
  /** Of the fleet, per minute, at the mean of the day. */
  readonly perMinute: number
  readonly bytes: number
  readonly errorShare: number
  readonly firstVersion: string
}

export interface SimulatedInstance {
  readonly id: string
  /** How much more or less of the traffic it gets than others. */
  readonly weight: number
  sequence: number
  policy: Policy | undefined
}

/** Minutes since the start at which a pattern comes so many times as often. */
export interface Burst {
  readonly pattern: number
  readonly from: number
  readonly until: number
  readonly times: number
}

export class SimulatedService {
  readonly name: string
  readonly random: () => number
  patterns: SimulatedPattern[] = []
  instances: SimulatedInstance[] = []
  bursts: Burst[] = []
  release = 1
  /** Errors come so many times as often. */
  errorTimes = 1
  /** Instances on which every tenth record is an error. */
  failing: ReadonlySet<string> = new Set()
  /** Of what their policy's budget says its SDKs keep so much. */
  keeps = 1
  #made = 0
  /** Instances, in all. */
  started = 0
  /** Instances, on the whole. */
  usual = 1
  readonly #peakHour: number

  constructor(name: string, index: number, patterns: number, random: () => number) {
    this.name = name
    this.random = random
    this.#peakHour = index % 24
    for (let i = 0; i < patterns; i++) this.#add(i)
  }

  /** Two patterns come, one goes, and every instance is started anew. */
  deploy(): void {
    this.release++
    this.#add(5 + Math.floor(this.random() * 10))
    this.#add(5 + Math.floor(this.random() * 10))
    this.patterns.splice(Math.floor(this.random() * this.patterns.length), 1)
    const running = this.instances.length
    this.instances = []
    this.scaleTo(running)
  }

  scaleTo(count: number): void {
    while (this.instances.length > count) this.instances.shift()
    while (this.instances.length < count) {
      const id = `${this.name}-${this.started++}`
      this.instances.push({ id, weight: 0.6 + 0.8 * this.random(), sequence: 0, policy: undefined })
    }
  }

  burst(minute: number, minutes: number): void {
    const pattern = Math.floor(this.random() * this.patterns.length)
    this.bursts = this.bursts.filter(({ until }) => until > minute)
    this.bursts.push({ pattern, from: minute, until: minute + minutes, times: 10 })
  }

  /** Records of a pattern per minute now. */
  rateOf(index: number, minute: number, dayMinute: number): number {
    const swing = 1 + 0.5 * Math.sin((2 * Math.PI * (dayMinute - this.#peakHour * 60)) / DAY_MINUTES)
    const { perMinute } = this.patterns[index]!
    const burst = this.bursts.find(({ pattern, from, until }) => pattern === index && minute >= from && minute < until)
    return perMinute * swing * (burst?.times ?? 1)
  }

  #add(rank: number): void {
    const i = this.#made++
    const perMinute = (3_000 * (0.5 + this.random())) / (rank + 1) ** ZIPF
    const [kind, severity, errorShare] = KINDS[i % KINDS.length]!
    this.patterns.push({
      signature: signatureOf(this.name, i),
      template: `${kind} ${i} of ${this.name} <*>`,
      severity,
      class: kind,
      // Few of all that is logged has to be kept.
      perMinute: kind === 'security' || kind === 'audit' || kind === 'error' ? Math.min(perMinute, 5) : perMinute,
      bytes: 150 + Math.floor(this.random() * 500),
      errorShare,
      firstVersion: `1.${this.release}.0`,
    })
  }
}

const KINDS: readonly [kind: string, severity: string, errorShare: number][] = [
  ['unknown', 'INFO', 0],
  ['health_check', 'INFO', 0],
  ['debug', 'DEBUG', 0],
  ['business', 'INFO', 0],
  ['unknown', 'INFO', 0.002],
  ['security', 'INFO', 0],
  ['unknown', 'WARNING', 0],
  ['error', 'ERROR', 1],
  ['audit', 'INFO', 0],
  ['debug', 'DEBUG', 0],
]

function signatureOf(name: string, i: number): string {
  let hash = 0
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) | 0
  return `${(hash >>> 0).toString(16).padStart(8, '0')}${i.toString(16).padStart(8, '0')}`
}

export interface Counted {
  readonly seen: number
  readonly kept: number
  /** Of those, because the policy says that all of the pattern is kept; errors apart. */
  readonly pinned: number
  readonly errors: number
}

/**
 * What one instance logs and keeps in some minutes: chance decides both, around what an SDK makes of its policy. How well an SDK meets its own
 * part of a budget is measured by itself (`npm run bench:budget`): within some per cent.
 */
export function countsOf(
  service: SimulatedService,
  { id, policy, weight }: SimulatedInstance,
  share: number,
  rates: readonly number[],
  minutes: number,
): Counted[] {
  const { random } = service
  const seen = rates.map((rate) => poisson(rate * weight * share * minutes, random))
  const least = service.failing.has(id) ? 0.1 : 0
  const errors = service.patterns.map(({ errorShare }, i) =>
    errorShare === 1
      ? seen[i]!
      : poisson(seen[i]! * Math.min(1, Math.max(least, errorShare * service.errorTimes)), random),
  )
  const traffic = service.patterns.map(
    ({ signature, severity, bytes }, i): PatternTraffic => ({
      signature,
      severity,
      errorShare: seen[i] === 0 ? 0 : Math.min(1, errors[i]! / seen[i]!),
      perMinute: seen[i]! / minutes,
      cost: bytes + OVERHEAD,
    }),
  )
  const outcomes = modelOf({ policy: policy ?? { version: 0 }, traffic, instances: 1 })
  const skill = (1 + 0.03 * normal(random)) * (policy?.budget === undefined ? 1 : service.keeps)
  return outcomes.map(({ kept, isWhole }, i) => {
    const [all, failed] = [seen[i]!, Math.min(seen[i]!, errors[i]!)]
    if (isWhole) return { seen: all, kept: all, pinned: all - failed, errors: failed }
    const others = Math.max(0, kept * minutes - failed)
    return { seen: all, kept: Math.min(all, failed + poisson(others * skill, random)), pinned: 0, errors: failed }
  })
}

export function knownPatternOf(serviceId: number, pattern: SimulatedPattern, at: number): KnownPattern {
  const { signature, template, severity, firstVersion } = pattern
  const row = {
    serviceId,
    key: signature,
    signature,
    check: '',
    template,
    severity,
    class: pattern.class,
    firstVersion,
  }
  return { ...row, firstSeen: at, lastSeen: at, writtenAt: 0 }
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

export function poisson(mean: number, random: () => number): number {
  if (mean <= 0) return 0
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  const limit = Math.exp(-mean)
  let count = -1
  for (let product = 1; product > limit; product *= random()) count++
  return Math.max(0, count)
}
