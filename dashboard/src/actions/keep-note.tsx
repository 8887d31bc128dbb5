import type { JSX } from 'preact'
import { plainText } from '../format/plain-text.js'
import { clockTime, duration, when } from '../format/times.js'
import { Note } from '../parts/note.js'
import { useWho } from '../parts/who.js'
import { zone } from '../state/preferences.js'
import { serverNow } from '../state/pulse.js'
import type { Service } from '../state/services.js'
import { switchTexts as texts } from '../texts/actions.js'
import { ActionButton } from './action-button.js'
import { openKeepEverything, switchOf } from './keep-everything.js'

interface KeepNoteProps {
  readonly service: Service
  /** Who did it, why and when, epoch seconds; `undefined`: not known. */
  readonly by: { readonly reason: string; readonly actor: string; readonly at: number } | undefined
}

/** While everything of a service is kept: until when, by whom and why. */
export function KeepNote(props: KeepNoteProps): JSX.Element | null {
  const { switch_until: until } = props.service
  return until !== null && until > serverNow() ? <Kept {...props} until={until} /> : null
}

function Kept({ service, by, until }: KeepNoteProps & { until: number }): JSX.Element {
  const who = useWho()
  const now = serverNow()
  return (
    <Note
      tone="person"
      role="status"
      tools={
        <ActionButton may="operate" look="small" onClick={() => openKeepEverything(switchOf(service))}>
          {texts.extend}
        </ActionButton>
      }
    >
      <b>{texts.note(plainText(service.name), clockTime(until, zone.value))}</b>
      <span class="dim">
        {by && texts.by(plainText(by.reason), who(by.actor).name, when(by.at, zone.value, now))}
        {texts.left(duration(until - now))}
      </span>
    </Note>
  )
}
