import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { perform } from '../../actions/perform.js'
import { answerOf, api } from '../../api/client.js'
import { count } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { calendarDay, duration, when } from '../../format/times.js'
import { Dialog } from '../../parts/dialog.js'
import { openDialog } from '../../parts/dialogs.js'
import { Chip } from '../../parts/marks.js'
import { Name } from '../../parts/template.js'
import type { Key } from '../../state/keys.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { settings } from '../../state/session.js'
import { periods } from '../../texts/periods.js'
import { settingsTexts } from '../../texts/settings.js'

const texts = settingsTexts.keys
const agoOf = (at: number): string => periods.ago(duration(Math.max(0, serverNow() - at)))

/** One key: revoked and expired ones stay, for what they did. */
export function KeyRow({ of: key, isLive }: { of: Key; isLive: boolean }): JSX.Element {
  const isOwn = key.id === settings.value?.key_id
  return (
    <tr class={isLive ? '' : 'gone'}>
      <td>
        <span class="name">
          <Name text={key.name} />
        </span>{' '}
        {isOwn && <Chip tone="accent">{texts.yours}</Chip>}
        {key.revoked_at !== null && <Chip tone="bad">{texts.revoked}</Chip>}
        {key.revoked_at === null && !isLive && <Chip tone="warn">{texts.expired}</Chip>}
      </td>
      <td class="span">
        <span class="chips">
          {key.scopes.map((scope) => (
            <Chip key={scope} tone={scope === 'admin' ? 'person' : ''}>
              {texts.scope[scope][0]}
            </Chip>
          ))}
        </span>
      </td>
      <td class="num named" data-name={texts.created}>
        {when(key.created_at, zone.value, serverNow())}
      </td>
      <td class="num named" data-name={texts.lastUsed}>
        {key.last_used_at === null ? <span class="dimmer">{texts.unused}</span> : agoOf(key.last_used_at)}
      </td>
      <td class="num named" data-name={texts.expires}>
        {key.expires_at === null ? <span class="dimmer">{texts.never}</span> : calendarDay(key.expires_at, zone.value)}
      </td>
      <td class={key.refused_reports > 0 ? 'r named warn' : 'r named dimmer'} data-name={texts.refused}>
        {count(key.refused_reports)}
      </td>
      <td class="r span">
        {key.revoked_at === null && !isOwn && (
          <ActionButton may="admin" look="small danger" onClick={() => openRevoke(key)}>
            {texts.revoke}…
          </ActionButton>
        )}
      </td>
    </tr>
  )
}

function openRevoke({ id, name, last_used_at }: Key): void {
  const shown = plainText(name)
  const revoke = () => answerOf(api.DELETE('/api/v1/keys/{id}', { params: { path: { id } } }))
  openDialog((close) => (
    <Dialog
      title={texts.revokeTitle(shown)}
      verb={texts.revoke}
      danger
      onClose={close}
      onSubmit={async () => void (await perform(revoke, texts.revokeDone(shown)))}
    >
      <p class="dim">
        {texts.revokeWhy} {last_used_at !== null && <b>{texts.revokeUsed(agoOf(last_used_at))}</b>}
      </p>
    </Dialog>
  ))
}
