import { type IncidentDocument, incidentDocument } from '../incidents/incident-document.js'
import { type EpochSeconds, epochSeconds, type Now } from '../internal/clock.js'
import type { Log } from '../log.js'
import type { IncidentNews, StoredIncident } from '../store/contracts/incidents.js'
import type { Store } from '../store/store.js'
import { type AllowedHosts, problemOf } from './allowed-target.js'
import { postJson } from './post-json.js'

const MAX_PER_CALL = 200
const FIRST_RETRY_SECONDS = 10
const MAX_RETRY_SECONDS = 300
/** What could not be sent within a day is not sent any more. */
const MAX_AGE_SECONDS = 86_400

/** What a webhook is sent. The same incident may come twice: its id tells. */
export interface WebhookMessage {
  readonly type: `incident.${IncidentNews}`
  readonly incident: IncidentDocument
}

/** Notifies teams of their incidents by webhook. */
export interface Notifier {
  /** Sends what is due: each incident once it was opened and once it was resolved, at least once. */
  notify(): Promise<void>
}

export function createNotifier(
  { incidents, webhooks }: Pick<Store, 'incidents' | 'webhooks'>,
  allowed: AllowedHosts,
  log: Log,
  now: Now,
  send: typeof postJson = postJson,
): Notifier {
  const retries = new Map<string, { readonly at: EpochSeconds; readonly waitSeconds: number }>()

  /** Returns whether there is nothing more to do. */
  async function notifyOf(incident: StoredIncident, news: IncidentNews, seconds: EpochSeconds): Promise<boolean> {
    const webhook = await webhooks.find(incident.teamId)
    if (webhook === undefined) return true
    const problem = problemOf(webhook.url, allowed)
    if (problem !== undefined) {
      log.warn({ team: incident.teamId, problem }, 'a webhook is not allowed any more')
      return true
    }
    try {
      const message: WebhookMessage = { type: `incident.${news}`, incident: incidentDocument(incident) }
      await send(webhook.url, message)
      return true
    } catch (error) {
      log.warn({ err: error, team: incident.teamId, incident: incident.id }, 'a webhook could not be reached')
      return seconds - (incident.resolvedAt ?? incident.openedAt) > MAX_AGE_SECONDS
    }
  }

  return {
    async notify() {
      for (const { news, ...incident } of await incidents.unnotified(MAX_PER_CALL)) {
        const key = `${incident.id} ${news}`
        const retry = retries.get(key)
        const seconds = epochSeconds(now)
        if (retry !== undefined && retry.at > seconds) continue
        if (await notifyOf(incident, news, seconds)) {
          retries.delete(key)
          await incidents.notified(incident.id, news)
        } else {
          const waitSeconds = Math.min(MAX_RETRY_SECONDS, (retry?.waitSeconds ?? FIRST_RETRY_SECONDS / 2) * 2)
          retries.set(key, { at: seconds + waitSeconds, waitSeconds })
        }
      }
    },
  }
}
