import type { JSX } from 'preact'
import { bytes, change, count, integer, percent, usd } from '../../format/numbers.js'
import { Meter } from '../../parts/marks.js'
import { hasPrice, moneyOr } from '../../parts/money.js'
import { type BudgetStanding, dayOver } from '../../state/budgets.js'
import { type Incident, NEWEST_INCIDENTS } from '../../state/incidents.js'
import { type Days, startOf } from '../../state/period.js'
import { serverNow } from '../../state/pulse.js'
import type { Service } from '../../state/services.js'
import { overview } from '../../texts/overview.js'
import { comparedWith, daysWatched, type TeamFigures } from './figures.js'
import { Kpi } from './kpi.js'

const texts = overview.kpi
const DAY = 86_400

interface KpisProps {
  readonly days: Days
  readonly figures: TeamFigures
  readonly services: readonly Service[]
  readonly budgets: readonly BudgetStanding[] | undefined
  readonly incidents: readonly Incident[] | undefined
}

/** The figures of the period, against the one before. */
export function Kpis({ days, figures, services, budgets, incidents }: KpisProps): JSX.Element {
  const { bytes: all, billedBytes, billedUsd, savedUsd, guaranteedBytes, guaranteedUsd, shadowBytes } = figures
  const compared = comparedWith(services, startOf(days), days * DAY)
  const watched = daysWatched(services, days, serverNow())
  const onBefore = (pair: [number, number] | undefined): string => {
    const changed = pair === undefined ? '' : change(...pair)
    return changed === '' ? '' : texts.onBefore(changed, days)
  }
  const [savedOnBefore, sentOnBefore] = [onBefore(compared?.saved), onBefore(compared?.sent)]
  return (
    <section class="kpis row" aria-label={overview.figures(days)}>
      <Kpi
        name={texts.saved(days)}
        value={moneyOr(savedUsd, all - billedBytes)}
        beside={all > 0 && percent(1 - billedBytes / all)}
      >
        {watched >= 1 && (
          <b>{texts.aMonth(moneyOr((savedUsd / watched) * 30, ((all - billedBytes) / watched) * 30))}</b>
        )}
        {watched >= 1 && savedOnBefore !== '' && ' · '}
        {savedOnBefore}
        {shadowBytes > 0 && <div>{texts.wouldSave(bytes(shadowBytes))}</div>}
      </Kpi>
      <Kpi name={texts.sent(days)} value={bytes(billedBytes)} beside={hasPrice() && usd(billedUsd)}>
        {texts.ofLogged(bytes(all))}
        {sentOnBefore !== '' && ` · ${sentOnBefore}`}
      </Kpi>
      <BudgetKpi budgets={budgets} />
      <Kpi
        name={texts.guarantees}
        value={percent(billedBytes > 0 ? guaranteedBytes / billedBytes : 0)}
        beside={hasPrice() ? usd(guaranteedUsd) : bytes(guaranteedBytes)}
      >
        {texts.guaranteesWhy}
      </Kpi>
      <ErrorsKpi {...figures} />
      <IncidentsKpi days={days} services={services} incidents={incidents} />
    </section>
  )
}

/** Budgets in bytes together: the team's rest and those of services. Those in records are only counted. */
function BudgetKpi({ budgets }: Pick<KpisProps, 'budgets'>): JSX.Element {
  if (budgets === undefined) return <Kpi name={texts.budget} value="…" />
  const [first] = budgets
  if (first === undefined)
    return (
      <Kpi name={texts.budget} value={texts.noBudget}>
        {texts.noBudgetWhy}
      </Kpi>
    )
  const inBytes = budgets.filter(({ counted_in }) => counted_in === 'bytes')
  const shown = inBytes.length > 0 ? inBytes : budgets
  const of = inBytes.length > 0 ? bytes : count
  const perDay = shown.reduce((sum, one) => sum + one.per_day, 0)
  const spent = shown.reduce((sum, one) => sum + one.spent_today, 0)
  const [used, over] = [perDay > 0 ? spent / perDay : 0, dayOver(first)]
  const label = texts.meter(percent(used), percent(over))
  return (
    <Kpi
      name={texts.budget}
      value={percent(used)}
      beside={texts.ofDay(of(perDay))}
      extra={<Meter part={used} tick={over} label={label} />}
    >
      {texts.dayOver(percent(over))}
      {shown.length < budgets.length && ` · ${texts.othersInRecords(budgets.length - shown.length)}`}
    </Kpi>
  )
}

function ErrorsKpi({ errors, keptErrors, refused, lost }: TeamFigures): JSX.Element {
  const delivery = [refused > 0 && texts.refused(count(refused)), lost > 0 && texts.lost(count(lost))].filter(Boolean)
  const also = delivery.length > 0 && <div class="warn">{delivery.join(' · ')}</div>
  if (keptErrors === undefined)
    return (
      <Kpi name={texts.errors} value="?">
        {texts.unsaid(integer(errors))}
        {also}
      </Kpi>
    )
  if (errors === 0)
    return (
      <Kpi name={texts.errors} value="–" beside={texts.noErrors}>
        {also}
      </Kpi>
    )
  return (
    <Kpi name={texts.errors} value={percent(keptErrors / errors)}>
      {keptErrors === errors ? texts.allErrors(integer(errors)) : texts.ofErrors(integer(keptErrors), integer(errors))}
      {also}
    </Kpi>
  )
}

function IncidentsKpi({ days, services, incidents }: Omit<KpisProps, 'figures' | 'budgets'>): JSX.Element {
  const open = services.filter(({ open_incident }) => open_incident !== null).length
  const from = startOf(days)
  const many = incidents?.filter(({ opened_at }) => opened_at >= from).length
  const more = many === NEWEST_INCIDENTS ? '+' : ''
  return (
    <Kpi name={texts.incidents} value={open} beside={texts.open} href="/incidents">
      {many !== undefined && texts.inPeriod(`${many}${more}`, days)}
    </Kpi>
  )
}
