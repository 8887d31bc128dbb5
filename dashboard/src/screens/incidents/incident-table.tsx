import type { JSX } from 'preact'
import { plural } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { duration, when } from '../../format/times.js'
import { FINDING_ORDER, headlineOf } from '../../parts/headline.js'
import { Chip, Dot } from '../../parts/marks.js'
import { TableHead } from '../../parts/table-head.js'
import { linkTo } from '../../shell/pages.js'
import type { Incident } from '../../state/incidents.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import { KIND_TONES } from './kind-tones.js'

export function IncidentTable({ incidents }: { incidents: readonly Incident[] }): JSX.Element {
  return (
    <table class="t cardy">
      <caption class="sr">{texts.title}</caption>
      <TableHead columns={texts.columns} right={['took']} />
      <tbody>
        {incidents.map((one) => (
          <Row key={one.id} of={one} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ of: { id, service, release, opened_at, resolved_at, findings } }: { of: Incident }): JSX.Element {
  const now = serverNow()
  const isOpen = resolved_at === null
  const took = duration((resolved_at ?? now) - opened_at)
  return (
    <tr>
      <td class="span">
        <Dot tone={isOpen ? 'bad' : ''} />{' '}
        <a class="name" href={linkTo.incident(id)}>
          {texts.one(id)} {headlineOf(findings)}
        </a>{' '}
        {isOpen && <Chip tone="bad">{texts.open}</Chip>}
      </td>
      <td>
        <a href={linkTo.service(service)}>
          <bdi>{plainText(service)}</bdi>
        </a>
        {release !== null && (
          <div class="sub">
            <bdi>{plainText(release)}</bdi>
          </div>
        )}
      </td>
      <td class="span">
        <span class="chips">
          {FINDING_ORDER.map((kind) => {
            const many = findings.filter((one) => one.kind === kind).length
            return (
              many > 0 && (
                <Chip key={kind} tone={KIND_TONES[kind]}>
                  {texts.kinds[kind]}
                  {many > 1 && ` ${many}`}
                </Chip>
              )
            )
          })}
        </span>
        <span class="sr">{plural(findings.length, 'finding')}</span>
      </td>
      <td class="num named" data-name={texts.columns.began}>
        {when(opened_at, zone.value, now)}
      </td>
      <td class="r named" data-name={texts.columns.took}>
        {isOpen ? texts.soFar(took) : took}
      </td>
    </tr>
  )
}
