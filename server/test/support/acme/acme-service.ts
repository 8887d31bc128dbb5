import { createHash } from 'node:crypto'
import { classify } from 'lipservice/allocation'
import { type SimulatedInstance, type SimulatedPattern, SimulatedService } from '../simulated-service.js'
import type { Line } from './acme-services.js'

const DAY_SECONDS = 86_400
const MINUTE = 60
const WEEKEND_SHARE = 0.82

interface Boost {
  readonly from: number
  readonly until: number
  readonly times: number
}

export interface AcmeServiceState {
  readonly release: string
  readonly patterns: readonly SimulatedPattern[]
  readonly started: number
  readonly running: number
  readonly boosts: readonly (readonly [signature: string, boosts: readonly Boost[]])[]
}

/** Returns the id that a pattern of a service has. */
export const acmeSignature = (service: string, template: string) => hash(`${service} ${template}`).slice(0, 16)
export const acmeCheck = (template: string) => hash(template).slice(0, 16)

/** One service of the shop: its lines of code, its instances, and what happens to them. */
export class AcmeService {
  readonly simulated: SimulatedService
  readonly #boosts = new Map<string, Boost[]>()
  readonly #phase: number
  release: string

  constructor(name: string, instances: number, lines: readonly Line[], random: () => number) {
    this.#phase = random()
    this.simulated = new SimulatedService(name, 7 + Math.floor(3 * this.#phase), 0, random)
    this.release = '2.31.0'
    for (const line of lines) this.#add(line)
    this.simulated.usual = instances
    this.simulated.scaleTo(instances)
  }

  get name(): string {
    return this.simulated.name
  }

  get instances(): readonly SimulatedInstance[] {
    return this.simulated.instances
  }

  /** Every instance is started anew, with more lines of code. */
  deploy(version: string, more: readonly Line[] = []): void {
    this.release = version
    for (const line of more) this.#add(line)
    this.restart()
  }

  restart(): void {
    const running = this.simulated.instances.length
    this.simulated.instances = []
    this.simulated.scaleTo(running)
  }

  /** From `from` on, epoch seconds, a line logs so many times as often. */
  boost(template: string, from: number, minutes: number, times: number): void {
    const signature = acmeSignature(this.name, template)
    const boosts = this.#boosts.get(signature) ?? []
    this.#boosts.set(signature, [...boosts, { from, until: from + minutes * MINUTE, times }])
  }

  /** Returns records a minute of each line at a time, epoch seconds. */
  ratesAt(now: number): number[] {
    const dayMinute = (now % DAY_SECONDS) / MINUTE
    const day = new Date(now * 1000).getUTCDay()
    const week = day === 0 || day === 6 ? WEEKEND_SHARE : 1
    const minute = now / MINUTE
    const noise = 1 + 0.04 * Math.sin(minute / 7 + this.#phase * 9) + 0.03 * Math.sin(minute / 53 + this.#phase * 31)
    return this.simulated.patterns.map(({ signature }, i) => {
      const boosts = this.#boosts.get(signature) ?? []
      const times = boosts.reduce((all, { from, until, times }) => (now >= from && now < until ? all * times : all), 1)
      return this.simulated.rateOf(i, 0, dayMinute) * noise * week * times
    })
  }

  /** Returns what `restore` takes. */
  save(): AcmeServiceState {
    const { patterns, instances, started } = this.simulated
    return { release: this.release, patterns, started, running: instances.length, boosts: [...this.#boosts] }
  }

  /** Goes on where another left off, with instances that have just started. */
  restore({ release, patterns, started, running, boosts }: AcmeServiceState): void {
    this.release = release
    this.simulated.patterns = [...patterns]
    this.simulated.started = started
    this.simulated.instances = []
    this.simulated.scaleTo(running)
    for (const [signature, list] of boosts) this.#boosts.set(signature, [...list])
  }

  #add([template, severity, perMinute, bytes, errorShare = 0]: Line): void {
    this.simulated.patterns.push({
      signature: acmeSignature(this.name, template),
      template,
      severity,
      class: classify(template, severity),
      perMinute,
      bytes,
      errorShare,
      firstVersion: this.release,
    })
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
