import { type IncidentDocument, incidentDocument } from '../incidents/incident-document.js'
import type { Now } from '../internal/clock.js'
import type { Log } from '../log.js'
import type { StoredIncident } from '../store/contracts/incidents.js'
import type { Store } from '../store/store.js'
import { type AllowedHosts, problemOf } from './allowed-target.js'
import { postJson } from './post-json.js'

const AT_ONCE = 20
const FIRST_RETRY_SECONDS = 10
const LAST_RETRY_SECONDS = 300
/** What could not be told within a day is not news any more. */
const GIVEN_UP_SECONDS = 86_400

/** What a webhook is sent. The same incident may come twice: its id tells. */
export interface WebhookMessage {
  readonly type: 'incident.opened' | 'incident.resolved'
  readonly incident: IncidentDocument
}

/** Tells teams of their incidents, each once it was opened and once it was resolved, at least once. */
export class Teller {
  readonly #store: Store
  readonly #allowed: AllowedHosts
  readonly #log: Log
  readonly #now: Now
  readonly #send: typeof postJson
  readonly #retries = new Map<string, { at: number; wait: number }>()

  constructor(store: Store, allowed: AllowedHosts, log: Log, now: Now, send: typeof postJson = postJson) {
    this.#store = store
    this.#allowed = allowed
    this.#log = log
    this.#now = now
    this.#send = send
  }

  async tell(): Promise<void> {
    for (const { news, ...incident } of await this.#store.incidents.untold(AT_ONCE * 10)) {
      const key = `${incident.id} ${news}`
      const retry = this.#retries.get(key)
      const seconds = this.#now() / 1000
      if (retry !== undefined && retry.at > seconds) continue
      if (await this.#tellOne(incident, news, seconds)) {
        this.#retries.delete(key)
        await this.#store.incidents.told(incident.id, news)
      } else {
        const wait = Math.min(LAST_RETRY_SECONDS, (retry?.wait ?? FIRST_RETRY_SECONDS / 2) * 2)
        this.#retries.set(key, { at: seconds + wait, wait })
      }
    }
  }

  /** Whether there is nothing more to do. */
  async #tellOne(incident: StoredIncident, news: 'opened' | 'resolved', seconds: number): Promise<boolean> {
    const webhook = await this.#store.webhooks.find(incident.teamId)
    if (webhook === undefined) return true
    const problem = problemOf(webhook.url, this.#allowed)
    if (problem !== undefined) {
      this.#log.warn({ team: incident.teamId, problem }, 'a webhook is not allowed any more')
      return true
    }
    try {
      await this.#send(webhook.url, {
        type: `incident.${news}`,
        incident: incidentDocument(incident),
      } satisfies WebhookMessage)
      return true
    } catch (error) {
      this.#log.warn({ err: error, team: incident.teamId, incident: incident.id }, 'a webhook could not be reached')
      return seconds - (incident.resolvedAt ?? incident.openedAt) > GIVEN_UP_SECONDS
    }
  }
}
