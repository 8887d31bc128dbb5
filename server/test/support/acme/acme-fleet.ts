import { INSTANCE_HEADER, type Policy, type StatsReceipt } from 'lipservice/protocol'
import { seededRandom } from '../../../../src/testing.js'
import type { ApiAnswer, ApiUnderTest } from '../api-under-test.js'
import type { SimulatedInstance } from '../simulated-service.js'
import { acmeReport, podOf } from './acme-report.js'
import { AcmeService, type AcmeServiceState } from './acme-service.js'
import { ACME } from './acme-services.js'

const SEED = 42
const MAINTENANCE_SECONDS = 600

/** Keys of people and things at the shop. */
export interface AcmeKeys {
  readonly admin: string
  readonly operate: string
  readonly read: string
  readonly ingest: string
}

export interface AcmeFleetState {
  readonly keys: AcmeKeys
  readonly services: readonly (readonly [name: string, state: AcmeServiceState])[]
}

/** The shop's fleet: instances that talk to the server as SDKs do, and the server's own work, on the server's clock. */
export class AcmeFleet {
  readonly services: ReadonlyMap<string, AcmeService>
  readonly keys: AcmeKeys
  #api: ApiUnderTest
  #maintainedAt = 0

  constructor(api: ApiUnderTest, keys: AcmeKeys) {
    this.#api = api
    this.keys = keys
    const random = seededRandom(SEED)
    this.services = new Map(
      Object.entries(ACME).map(([name, { instances, lines }]) => [
        name,
        new AcmeService(name, instances, lines, random),
      ]),
    )
  }

  /** Epoch seconds. */
  get now(): number {
    return this.#api.clock.millis / 1000
  }

  /** Every service runs a part of its usual instances, at least one. */
  scaleTo(part: number): void {
    for (const { simulated } of this.services.values())
      simulated.scaleTo(Math.max(1, Math.round(simulated.usual * part)))
  }

  service(name: string): AcmeService {
    const found = this.services.get(name)
    if (found === undefined) throw new Error(`there is no service ${name}`)
    return found
  }

  /** Returns what `restore` takes: it can be written as JSON. */
  save(): AcmeFleetState {
    return { keys: this.keys, services: [...this.services].map(([name, service]) => [name, service.save()]) }
  }

  static restore(api: ApiUnderTest, { keys, services }: AcmeFleetState): AcmeFleet {
    const fleet = new AcmeFleet(api, keys)
    for (const [name, state] of services) fleet.service(name).restore(state)
    return fleet
  }

  /** From now on the fleet talks to another process of the server. */
  moveTo(api: ApiUnderTest): void {
    api.clock.millis = this.#api.clock.millis
    this.#api = api
  }

  /** Does what a person does. @throws unless it is done */
  async act(method: string, path: string, body?: unknown, key = this.keys.admin): Promise<ApiAnswer> {
    const answer = await this.#api.call(method, path, { key, body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.json)}`)
    return answer
  }

  /** Time goes on: every instance reports what it logged meanwhile. */
  async step(seconds: number): Promise<void> {
    const { clock, pending } = this.#api
    clock.millis += seconds * 1000
    for (const service of this.services.values()) {
      for (const instance of service.instances) await this.#report(service, instance, seconds)
    }
    await pending.flush()
  }

  /** One turn of the leader's work. */
  async lead(): Promise<void> {
    const { store, control } = this.#api
    if (this.now - this.#maintainedAt >= MAINTENANCE_SECONDS) {
      await store.maintain(this.now)
      this.#maintainedAt = this.now
    }
    await control.detection.step()
    await control.controller.tick()
    await control.notices.step()
  }

  async #report(service: AcmeService, instance: SimulatedInstance, seconds: number): Promise<void> {
    const expires = instance.policy?.expires_at
    if (expires !== undefined && Date.parse(expires) < this.now * 1000) instance.policy = undefined
    const report = acmeReport(service, instance, this.now, seconds)
    const { json } = await this.act('POST', '/api/v1/patterns/stats', report, this.keys.ingest)
    const { policy_version: version } = json as StatsReceipt
    if (version === undefined || version === instance.policy?.version) return
    const { json: policy } = await this.#api.call('GET', `/api/v1/policies/${service.name}`, {
      key: this.keys.ingest,
      headers: { [INSTANCE_HEADER]: podOf(instance.id) },
    })
    instance.policy = policy as Policy
  }
}
