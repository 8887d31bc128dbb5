import type { JSX } from 'preact'
import { Sparkline, thinned } from '../../charts/sparkline.js'
import { bytes, count, percent, plural, usd } from '../../format/numbers.js'
import { budgetText, counted } from '../../parts/budget-text.js'
import { Meter } from '../../parts/marks.js'
import { hasPrice, moneyOr } from '../../parts/money.js'
import { ServiceState } from '../../parts/service-state.js'
import { Name } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import { type BudgetStanding, budgetOf, dayOver } from '../../state/budgets.js'
import type { ServiceSavings } from '../../state/savings.js'
import type { Service } from '../../state/services.js'
import type { TeamTimeline } from '../../state/timeline.js'
import { overview } from '../../texts/overview.js'

const texts = overview.services
const SPARK = 120

interface ServiceRowProps {
  readonly service: Service
  readonly saved: ServiceSavings | undefined
  readonly series: TeamTimeline['series'][number] | undefined
  readonly budgets: readonly BudgetStanding[] | undefined
  readonly hasTrend: boolean
}

/** A service in the table. */
export function ServiceRow({ service, saved, series, budgets, hasTrend }: ServiceRowProps): JSX.Element {
  const { name, instances, patterns, bytes: logged, billed_bytes, usd: all, kept_usd, refused, lost } = service
  const savedText = moneyOr(saved?.saved_usd ?? all - kept_usd, logged - billed_bytes)
  const error = saved?.relative_standard_error ?? null
  const notDelivered = [refused > 0 && texts.refused(count(refused)), lost > 0 && texts.lost(count(lost))]
  return (
    <tr class="hit">
      <th scope="row">
        <a class="name" href={linkTo.service(name)}>
          <Name text={name} />
        </a>
        <div class="sub">{texts.under(plural(instances, 'instance'), plural(patterns, 'pattern'))}</div>
      </th>
      <td class="last-s">
        <ServiceState of={service} />
      </td>
      <td class="hide-s" hidden={!hasTrend}>
        {series?.bytes && (
          <Sparkline
            seen={thinned(series.bytes, SPARK / 2)}
            kept={thinned(series.billed_bytes ?? [], SPARK / 2)}
            width={SPARK}
            height={24}
          />
        )}
      </td>
      <td class="r hide-s">{bytes(logged)}</td>
      <td class="r hide-s">{bytes(billed_bytes)}</td>
      <td class="r">
        {hasPrice() ? usd(kept_usd) : bytes(billed_bytes)}
        <div class="sub show-s">{texts.savedToo(savedText)}</div>
      </td>
      <td class="r hide-s">
        {savedText}
        {logged > 0 && <div class="sub">{percent(1 - billed_bytes / logged)}</div>}
      </td>
      <td class="hide-s budget">
        <UsedToday service={name} budgets={budgets} />
      </td>
      <td class="r hide-s">
        <Errors of={service} />
        {notDelivered.some(Boolean) && <div class="sub warn">{notDelivered.filter(Boolean).join(' · ')}</div>}
      </td>
      <td class="r hide-s dim">{error === null ? '–' : percent(error)}</td>
    </tr>
  )
}

function UsedToday({ service, budgets }: { service: string } & Pick<ServiceRowProps, 'budgets'>): JSX.Element | null {
  if (budgets === undefined) return null
  const budget = budgetOf(service, budgets)
  if (budget === undefined) return <span class="dimmer">{texts.noBudget}</span>
  const { per_day, spent_today } = budget
  const [used, over] = [per_day > 0 ? spent_today / per_day : 0, dayOver(budget)]
  return (
    <>
      <div class="sub num">
        <span>{budget.service === null ? texts.ofTeams(counted(per_day, budget)) : budgetText(budget)}</span>
        <span>{percent(used)}</span>
      </div>
      <Meter part={used} tick={over} label={texts.used(percent(used), percent(over))} />
    </>
  )
}

function Errors({ of: { errors, kept_errors } }: { of: Service }): JSX.Element {
  if (errors === 0) return <span class="dimmer">{texts.noErrors}</span>
  return (
    <>
      {kept_errors === null ? <span title={texts.unsaidTitle}>{texts.unsaid}</span> : percent(kept_errors / errors)}
      <div class="sub">{count(errors)}</div>
    </>
  )
}
