import type { Now } from '../internal/clock.js'
import { makerOf } from './forecast.js'
import type { PolicyBook, PutAnswer } from './policy-book.js'

/**
 * Keeps everything of a service for some minutes, whatever its policy says; then it is as before, without anyone doing anything. What the policy
 * said stays in it, and who made it stays its maker.
 */
export class IncidentSwitch {
  readonly #book: PolicyBook
  readonly #now: Now

  constructor(book: PolicyBook, now: Now) {
    this.#book = book
    this.#now = now
  }

  /** @param minutes 1–60 */
  on(teamId: number, service: string, minutes: number, by: string, reason: string): Promise<PutAnswer> {
    const until = new Date(this.#now() + minutes * 60_000).toISOString()
    return this.#put(teamId, service, until, by, reason)
  }

  /** `undefined`: it is not on. */
  async off(teamId: number, service: string, by: string, reason: string): Promise<PutAnswer | undefined> {
    const { active } = await this.#book.current(teamId, service)
    const { incident_until: until } = JSON.parse(active?.document ?? '{}') as { incident_until?: string | null }
    if (until == null || Date.parse(until) <= this.#now()) return undefined
    return this.#put(teamId, service, null, by, reason)
  }

  async #put(teamId: number, service: string, until: string | null, by: string, reason: string): Promise<PutAnswer> {
    const { active } = await this.#book.current(teamId, service)
    const before = active === undefined ? { generated_by: 'operator' } : (JSON.parse(active.document) as object)
    const maker = active && makerOf(active)
    const forecast = {
      ...(active?.forecast !== undefined && (JSON.parse(active.forecast) as object)),
      ...(maker !== undefined && { under: maker.kind, under_since: maker.at }),
    }
    // Without a policy before, none is in force under the switch: the allocator may plan as ever.
    const under = maker === undefined ? { under: 'adjustment' as const } : {}
    return this.#book.add(
      teamId,
      service,
      { ...before, incident_until: until },
      { kind: 'incident', stage: 'active', by, reason, forecast: { ...forecast, ...under } },
    )
  }
}
