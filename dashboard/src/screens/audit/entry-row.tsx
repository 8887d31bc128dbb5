import type { JSX } from 'preact'
import { plainText } from '../../format/plain-text.js'
import { fullTime, when } from '../../format/times.js'
import { changeOf } from '../../parts/change-of.js'
import { Dot, type Tone } from '../../parts/marks.js'
import { ReasonText } from '../../parts/reason-text.js'
import { Name } from '../../parts/template.js'
import { useWho } from '../../parts/who.js'
import { linkTo } from '../../shell/pages.js'
import { type AuditEntry, isAdjustment } from '../../state/audit.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { auditTexts as texts } from '../../texts/audit.js'

/** One change. */
export function EntryRow({ of: entry }: { of: AuditEntry }): JSX.Element {
  const { at, actor, action, service, reason } = entry
  const who = useWho()
  const { name, isPerson } = who(actor)
  const { words, value: said } = changeOf(entry)
  const { id } = entry.detail
  const value = action === 'key.revoked' && typeof id === 'string' ? who(id).name : said
  const tone: Tone = /reject|revert/.test(action) ? 'bad' : isPerson ? 'person' : isAdjustment(entry) ? '' : 'accent'
  return (
    <tr>
      <td class="num dimmer">
        <time dateTime={new Date(at * 1000).toISOString()} title={fullTime(at, zone.value)}>
          {when(at, zone.value, serverNow())}
        </time>
      </td>
      <td>
        <Dot tone={tone} /> <bdi>{name}</bdi>
      </td>
      <td class="span">
        {service === null ? (
          <b>{texts.team}</b>
        ) : (
          <a class="name" href={linkTo.service(service)}>
            <Name text={service} />
          </a>
        )}{' '}
        {words} {value !== '' && <Value of={entry} text={value} />} <PatternLink of={entry} />
      </td>
      <td class="span dim">{reason === '' ? null : <ReasonText text={reason} />}</td>
    </tr>
  )
}

/** What it was set to; a version is a link. */
function Value({ of: { service, action, detail }, text }: { of: AuditEntry; text: string }): JSX.Element {
  const version = detail['version']
  if (service === null || typeof version !== 'number' || !action.startsWith('policy.')) return <b>{text}</b>
  return (
    <a class="name" href={linkTo.version(service, version)}>
      {text}
    </a>
  )
}

function PatternLink({ of: { service, detail } }: { of: AuditEntry }): JSX.Element | null {
  const { signature, check } = detail
  if (service === null || typeof signature !== 'string' || !/^[0-9a-f]{16}$/.test(signature)) return null
  const known = typeof check === 'string' && /^[0-9a-f]{16}$/.test(check) ? check : undefined
  return (
    <a href={linkTo.pattern(service, signature, known)}>
      <span class="sr">{texts.pattern} </span>
      <span class="mono">{plainText(signature.slice(0, 8))}</span>
    </a>
  )
}
