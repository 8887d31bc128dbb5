import type { JSX } from 'preact'
import { bytes, number, plural, usd } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { clockTime, when } from '../../format/times.js'
import { ButtonLink } from '../../parts/button.js'
import { headlineOf } from '../../parts/headline.js'
import { hasPrice, usdOf } from '../../parts/money.js'
import { Note } from '../../parts/note.js'
import { Empty } from '../../parts/states.js'
import { Name } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import type { Incident } from '../../state/incidents.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import type { Service } from '../../state/services.js'
import { isAdmin } from '../../state/session.js'
import { overview } from '../../texts/overview.js'
import { suggestedBudget } from './figures.js'

interface IncidentNoteProps {
  readonly services: readonly Service[]
  /** Until it is known, the note says that one is open. */
  readonly incidents: readonly Incident[] | undefined
}

/** The open incidents: the first in words, others counted. */
export function IncidentNote({ services, incidents }: IncidentNoteProps): JSX.Element | null {
  const open = services.filter(({ open_incident }) => open_incident !== null)
  const service = open.toSorted((a, b) => b.open_incident! - a.open_incident!)[0]
  if (service === undefined) return null
  const incident = incidents?.find(({ id }) => id === service.open_incident)
  const { switch_until: until } = service
  const more = [
    incident && overview.since(clockTime(incident.opened_at, zone.value)),
    incident && plural(incident.findings.length, 'finding'),
    until !== null && overview.keptUntil(clockTime(until, zone.value)),
  ].filter(Boolean)
  return (
    <Note
      tone="bad"
      role="status"
      tools={<a href={linkTo.incident(service.open_incident!)}>{overview.openIncident}</a>}
    >
      <b>
        <Name text={service.name} /> {incident?.release && <Name text={incident.release} />}:{' '}
        {headlineOf(incident?.findings)}
      </b>
      {more.length > 0 && <span class="dim"> · {more.join(', ')}</span>}
      {open.length > 1 && (
        <>
          {' · '}
          <a href="/incidents?state=open">{overview.moreOpen(open.length - 1)}</a>
        </>
      )}
    </Note>
  )
}

/** Without a budget SDKs adapt by themselves: what one would be that keeps what is sent now. */
export function NoBudgetNote({ sentADay }: { sentADay: number }): JSX.Element {
  const budget = suggestedBudget(sentADay)
  return (
    <Note
      tone="accent"
      tools={
        isAdmin.value && (
          <ButtonLink look="small" href="/settings/budgets">
            {overview.setBudget}
          </ButtonLink>
        )
      }
    >
      {overview.noBudgetNote}{' '}
      {budget !== undefined && (
        <span class="dim">{overview.suggestion(bytes(sentADay), `${number(budget)}\u00a0GB`)}</span>
      )}
    </Note>
  )
}

/** In shadow mode everything is sent: what it would have been otherwise. */
export function ShadowNote({ saved }: { saved: number }): JSX.Element {
  const amount = hasPrice() ? `${bytes(saved)} (${usd(usdOf(saved))})` : bytes(saved)
  return <Note tone="accent">{overview.shadowNote(amount)}</Note>
}

/** Until a service has reported there is nothing to show: how to get there. */
export const NoServices = (): JSX.Element => (
  <div class="card">
    <Empty>
      <h2>{overview.noServices}</h2>
      <p>{overview.noServicesWhy}</p>
      <ButtonLink look="primary" href="/setup">
        {overview.setUp}
      </ButtonLink>
    </Empty>
  </div>
)

const MOST_NAMED = 3

/** Services that do not report any more: what is shown of them ends there. */
export function SilentNote({ services }: { services: readonly Service[] }): JSX.Element | null {
  const silent = services.filter(({ silent_since }) => silent_since !== null)
  if (silent.length === 0) return null
  const names = silent
    .slice(0, MOST_NAMED)
    .map(({ name, silent_since: since }) => overview.silentOne(plainText(name), when(since!, zone.value, serverNow())))
  const rest = silent.length - names.length
  return (
    <Note tone="warn" role="status">
      <b>
        <bdi>{[...names, ...(rest > 0 ? [overview.moreSilent(rest)] : [])].join(', ')}</bdi>
      </b>{' '}
      <span class="dim">{overview.silentWhy}</span>
    </Note>
  )
}
