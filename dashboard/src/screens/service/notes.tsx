import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { openKeepEverything } from '../../actions/keep-everything.js'
import { plural } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { clockTime, duration, when } from '../../format/times.js'
import { Dot } from '../../parts/marks.js'
import { Name } from '../../parts/template.js'
import { useWho } from '../../parts/who.js'
import { linkTo } from '../../shell/pages.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import type { Service } from '../../state/services.js'
import { switchTexts } from '../../texts/actions.js'
import { serviceTexts as texts } from '../../texts/service.js'
import type { ServicePage } from './use-service.js'

/** What is out of the ordinary now. */
export function Notes({ service, page }: { service: Service; page: ServicePage | undefined }): JSX.Element {
  const now = serverNow()
  const at = (time: number): string => when(time, zone.value, now)
  const who = useWho()
  const switched = page?.changes.find(
    ({ action, detail }) => action === 'policy.active' && detail['kind'] === 'incident',
  )
  const incident = page?.incidents.find(({ id }) => id === service.open_incident)
  const { switch_until: until, silent_since: silent, history_until: young } = service
  return (
    <>
      {incident !== undefined && (
        <div class="note bad" role="status">
          <Dot tone="bad" />
          <div class="main">
            <b>
              <Name text={incident.summary} />
            </b>
            <span class="dim">
              {texts.incidentNote(at(incident.opened_at), plural(incident.findings, texts.findings))}
            </span>
          </div>
          <a href={linkTo.incident(incident.id)}>{texts.openIncident}</a>
        </div>
      )}
      {until !== null && until > now && (
        <div class="note person" role="status">
          <Dot tone="person" />
          <div class="main">
            <b>{texts.keepNote(clockTime(until, zone.value))}</b>
            <span class="dim">
              {switched && texts.keepReason(plainText(switched.reason), who(switched.actor).name, at(switched.at))}
              {texts.keepLeft(duration(until - now))}
            </span>
          </div>
          <ActionButton
            may="operate"
            look="small"
            onClick={() =>
              openKeepEverything({ service: service.name, dropped: service.bytes - service.billed_bytes, isOn: true })
            }
          >
            {switchTexts.extend}
          </ActionButton>
        </div>
      )}
      {silent !== null && (
        <div class="note warn" role="status">
          <Dot tone="warn" />
          <div class="main">
            <b>{texts.silentNote}</b>
            <span class="dim">{texts.silentWhy(at(silent), duration(now - silent))}</span>
          </div>
        </div>
      )}
      {young !== null && (
        <div class="note info" role="status">
          <Dot tone="accent" />
          <div class="main">
            <b>{texts.youngNote}</b>
            <span class="dim">{texts.youngWhy(at(young))}</span>
          </div>
        </div>
      )}
    </>
  )
}
