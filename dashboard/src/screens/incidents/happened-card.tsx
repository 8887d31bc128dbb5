import type { JSX } from 'preact'
import { answerOf, api } from '../../api/client.js'
import { plainText } from '../../format/plain-text.js'
import { clockTime, fullTime } from '../../format/times.js'
import { Card } from '../../parts/card.js'
import { Dot } from '../../parts/marks.js'
import { ReasonText } from '../../parts/reason-text.js'
import { Template } from '../../parts/template.js'
import { useWho } from '../../parts/who.js'
import { linkTo } from '../../shell/pages.js'
import { zone } from '../../state/preferences.js'
import { useResource } from '../../state/resource.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import { eventsOf } from './events.js'
import type { IncidentPage } from './findings.js'

/** A release, findings, what the policy did, what people did: oldest first. */
export function HappenedCard({ page }: { page: IncidentPage }): JSX.Element {
  const { service, release } = page.incident
  const who = useWho()
  const live = useResource(`service ${service}`, (signal) =>
    answerOf(api.GET('/api/v1/services/{service}', { params: { path: { service } }, signal })),
  )
  const own = live.data.value?.instances.filter((group) => release !== null && group.release === release) ?? []
  const releaseAt = own.length === 0 ? undefined : Math.min(...own.map(({ first_seen }) => first_seen))
  return (
    <Card title={texts.happened}>
      <ol class="tl">
        {eventsOf(page, releaseAt, who).map((event, i) => (
          <li key={i}>
            <time dateTime={new Date(event.at * 1000).toISOString()} title={fullTime(event.at, zone.value)}>
              {clockTime(event.at, zone.value)}
            </time>
            <Dot tone={event.tone} />
            <div>
              {event.version === undefined ? (
                plainText(event.text)
              ) : (
                <a href={linkTo.version(service, event.version)}>{plainText(event.text)}</a>
              )}
              {event.template !== undefined && <Template text={event.template} lines="one" />}
              {event.reason !== undefined && event.reason !== '' && (
                <div class="dim">
                  <ReasonText text={event.reason} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  )
}
