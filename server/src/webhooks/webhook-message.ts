import { type IncidentDocument, incidentDocument } from '../incidents/incident-document.js'
import type { IncidentNews, StoredIncident } from '../store/contracts/incidents.js'
import type { NoticeKind, NoticeNews, StoredNotice } from '../store/contracts/notices.js'

/** What a webhook is sent. The same news may come twice: its id tells. */
export type WebhookMessage =
  | { readonly type: `incident.${IncidentNews}`; readonly text: string; readonly incident: IncidentDocument }
  | { readonly type: NoticeKind | 'service.reporting'; readonly text: string; readonly notice: NoticeDocument }
  | { readonly type: 'test'; readonly text: string }

/** A notice as webhooks show it. Times are epoch seconds. */
export interface NoticeDocument {
  readonly id: number
  /** `null`: the team as a whole. */
  readonly service: string | null
  readonly raised_at: number
  readonly ended_at: number | null
  readonly detail: StoredNotice['detail']
}

export const TEST_MESSAGE: WebhookMessage = { type: 'test', text: 'LipService can reach this webhook.' }

export function incidentMessage(incident: StoredIncident, news: IncidentNews): WebhookMessage {
  const document = incidentDocument(incident)
  const text = `${news === 'opened' ? 'Incident' : 'Over'}: ${document.summary}`
  return { type: `incident.${news}`, text, incident: document }
}

/** Returns the message of a notice; `undefined`: its end is no news. */
export function noticeMessage(notice: StoredNotice, news: NoticeNews): WebhookMessage | undefined {
  const { id, service, raisedAt, endedAt, detail } = notice
  const shown = { id, service: service || null, raised_at: raisedAt, ended_at: endedAt ?? null, detail }
  if (notice.kind === 'budget.overspent') {
    if (news === 'ended') return undefined
    const share = Math.round((100 * Number(detail['spent_today'])) / Math.max(1e-9, Number(detail['per_day'])))
    const whose = service === '' ? 'the team' : service
    return {
      type: notice.kind,
      text: `The budget of ${whose} (${detail['budget']}) is spent to ${share} %.`,
      notice: shown,
    }
  }
  return news === 'raised'
    ? { type: notice.kind, text: `${service} has fallen silent: none of its instances reports.`, notice: shown }
    : { type: 'service.reporting', text: `${service} reports again.`, notice: shown }
}
