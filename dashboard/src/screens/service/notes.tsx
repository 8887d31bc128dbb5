import type { JSX } from 'preact'
import { KeepNote } from '../../actions/keep-note.js'
import { plural } from '../../format/numbers.js'
import { duration, when } from '../../format/times.js'
import { Note } from '../../parts/note.js'
import { Name } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import type { Service } from '../../state/services.js'
import { serviceTexts as texts } from '../../texts/service.js'
import type { ServicePage } from './use-service.js'

interface NotesProps {
  readonly service: Service
  /** Until it is known, notes say that something is so, not why: what comes later moves nothing. */
  readonly page: ServicePage | undefined
}

/** What is out of the ordinary now. */
export function Notes({ service, page }: NotesProps): JSX.Element {
  const now = serverNow()
  const at = (time: number): string => when(time, zone.value, now)
  const switched = page?.changes.find(
    ({ action, detail }) => action === 'policy.active' && detail['kind'] === 'incident',
  )
  const { open_incident: open, silent_since: silent, history_until: young } = service
  const incident = page?.incidents.find(({ id }) => id === open)
  return (
    <>
      {open !== null && (
        <Note tone="bad" role="status" tools={<a href={linkTo.incident(open)}>{texts.openIncident}</a>}>
          <b>{incident === undefined ? texts.incidentIsOpen : <Name text={incident.summary} />}</b>
          {incident && (
            <span class="dim">
              {texts.incidentNote(at(incident.opened_at), plural(incident.findings, texts.findings))}
            </span>
          )}
        </Note>
      )}
      <KeepNote service={service} by={switched} />
      {silent !== null && (
        <Note tone="warn" role="status">
          <b>{texts.silentNote}</b>
          <span class="dim">{texts.silentWhy(at(silent), duration(now - silent))}</span>
        </Note>
      )}
      {young !== null && (
        <Note tone="accent" role="status">
          <b>{texts.youngNote}</b>
          <span class="dim">{texts.youngWhy(at(young))}</span>
        </Note>
      )}
    </>
  )
}
