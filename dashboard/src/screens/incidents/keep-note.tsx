import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { openKeepEverything } from '../../actions/keep-everything.js'
import { plainText } from '../../format/plain-text.js'
import { clockTime, duration } from '../../format/times.js'
import { Dot } from '../../parts/marks.js'
import { Name } from '../../parts/template.js'
import { Who } from '../../parts/who.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import type { Service } from '../../state/services.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import type { IncidentPage } from './findings.js'

interface KeepNoteProps {
  readonly service: Service
  readonly policies: IncidentPage['policies']
}

/** While everything is kept: until when, by whom and why. */
export function KeepNote({ service, policies }: KeepNoteProps): JSX.Element | null {
  const until = service.switch_until
  const now = serverNow()
  if (until === null || until <= now) return null
  const by = policies.find(({ kind }) => kind === 'incident')
  return (
    <div class="note person" role="status">
      <Dot tone="person" />
      <div class="main">
        <b>{texts.keepNote(plainText(service.name), clockTime(until, zone.value))}</b>
        <span class="dim">
          {by && (
            <>
              {' · '}
              <Name text={by.stages[0]?.reason ?? ''} /> · <Who actor={by.created_by} />,{' '}
              {clockTime(by.created_at, zone.value)}
            </>
          )}
          {'. '}
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
        {texts.extend}
      </ActionButton>
    </div>
  )
}
