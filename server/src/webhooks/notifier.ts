import { type EpochSeconds, epochSeconds, type Now } from '../internal/clock.js'
import type { Log } from '../log.js'
import type { Store } from '../store/store.js'
import { type AllowedHosts, problemOf } from './allowed-target.js'
import { postJson } from './post-json.js'
import { webhookBody } from './webhook-body.js'
import { incidentMessage, noticeMessage, type WebhookMessage } from './webhook-message.js'

const MAX_PER_CALL = 200
const FIRST_RETRY_SECONDS = 10
const MAX_RETRY_SECONDS = 300
/** What could not be sent within a day is not sent any more. */
const MAX_AGE_SECONDS = 86_400

/** Tells teams their news by webhook: incidents, overspent budgets, services that fell silent. */
export interface Notifier {
  /** Sends what is due, each at least once. */
  notify(): Promise<void>
}

/** One thing to tell, and how to remember that it was told. */
interface News {
  readonly key: string
  readonly teamId: number
  /** When it happened. */
  readonly at: EpochSeconds
  /** `undefined`: nobody is told. */
  readonly message: WebhookMessage | undefined
  told(): Promise<void>
}

export function createNotifier(
  { incidents, notices, webhooks }: Pick<Store, 'incidents' | 'notices' | 'webhooks'>,
  allowed: AllowedHosts,
  log: Log,
  now: Now,
  send: typeof postJson = postJson,
): Notifier {
  const retries = new Map<string, { readonly at: EpochSeconds; readonly waitSeconds: number }>()

  async function due(): Promise<News[]> {
    const ofIncidents = (await incidents.unnotified(MAX_PER_CALL)).map(
      ({ news, ...incident }): News => ({
        key: `incident ${incident.id} ${news}`,
        teamId: incident.teamId,
        at: incident.resolvedAt ?? incident.openedAt,
        message: incidentMessage(incident, news),
        told: () => incidents.notified(incident.id, news),
      }),
    )
    const ofNotices = (await notices.unnotified(MAX_PER_CALL)).map(
      ({ news, ...notice }): News => ({
        key: `notice ${notice.id} ${news}`,
        teamId: notice.teamId,
        at: notice.endedAt ?? notice.raisedAt,
        message: noticeMessage(notice, news),
        told: () => notices.notified(notice.id, news),
      }),
    )
    return [...ofIncidents, ...ofNotices]
  }

  /** Returns whether there is nothing more to do. */
  async function tell({ teamId, at, message, key }: News, seconds: EpochSeconds): Promise<boolean> {
    const webhook = message && (await webhooks.find(teamId))
    if (webhook === undefined) return true
    const problem = problemOf(webhook.url, allowed)
    if (problem !== undefined) {
      log.warn({ team: teamId, problem }, 'a webhook is not allowed any more')
      return true
    }
    try {
      await send(webhook.url, webhookBody(message!, webhook.format))
      return true
    } catch (error) {
      log.warn({ err: error, team: teamId, news: key }, 'a webhook could not be reached')
      return seconds - at > MAX_AGE_SECONDS
    }
  }

  return {
    async notify() {
      const all = await due()
      const keys = new Set(all.map(({ key }) => key))
      // What was removed meanwhile is not tried again.
      for (const key of retries.keys()) if (!keys.has(key)) retries.delete(key)
      for (const news of all) {
        const retry = retries.get(news.key)
        const seconds = epochSeconds(now)
        if (retry !== undefined && retry.at > seconds) continue
        if (await tell(news, seconds)) {
          retries.delete(news.key)
          await news.told()
        } else {
          const waitSeconds = Math.min(MAX_RETRY_SECONDS, (retry?.waitSeconds ?? FIRST_RETRY_SECONDS / 2) * 2)
          retries.set(news.key, { at: seconds + waitSeconds, waitSeconds })
        }
      }
    },
  }
}
