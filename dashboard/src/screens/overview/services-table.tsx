import type { JSX } from 'preact'
import type { BudgetStanding } from '../../state/budgets.js'
import type { Days } from '../../state/period.js'
import type { ServiceSavings } from '../../state/savings.js'
import type { Service } from '../../state/services.js'
import type { TeamTimeline } from '../../state/timeline.js'
import { overview } from '../../texts/overview.js'
import { periods } from '../../texts/periods.js'
import { ServiceRow } from './service-row.js'
import { BY_COST, type ServiceSort, type SortColumn, sorted } from './service-sort.js'
import { SortHead } from './sort-head.js'

const texts = overview.services

interface ServicesTableProps {
  readonly days: Days
  readonly services: readonly Service[]
  readonly savings: readonly ServiceSavings[]
  readonly budgets: readonly BudgetStanding[] | undefined
  /** By service; `undefined`: it is not known yet. */
  readonly timeline: TeamTimeline | undefined
  /** Of many services it is not asked for. */
  readonly hasTrend: boolean
  readonly sort?: ServiceSort
  /** Absent: it stays as it is. */
  readonly onSort?: (column: SortColumn) => void
}

/** A row a service. */
export function ServicesTable(props: ServicesTableProps): JSX.Element {
  const { days, services, savings, budgets, timeline, hasTrend, sort = BY_COST, onSort } = props
  const savingsOf = new Map(savings.map((one) => [one.service, one]))
  const seriesOf = new Map(timeline?.series.map((one) => [one.name, one]))
  const { columns } = texts
  return (
    <table class="t cardy services">
      <caption class="sr">{texts.caption(days)}</caption>
      <thead>
        <tr>
          <SortHead column="name" {...{ sort, onSort }} />
          <th scope="col">{columns.state}</th>
          <th scope="col" hidden={!hasTrend}>
            {periods.last[days]}
          </th>
          <SortHead column="logged" {...{ sort, onSort }} />
          <SortHead column="sent" {...{ sort, onSort }} />
          <SortHead column="cost" {...{ sort, onSort }} />
          <SortHead column="saved" {...{ sort, onSort }} />
          <th scope="col">{columns.budget}</th>
          <SortHead column="errors" {...{ sort, onSort }} />
          <th scope="col" class="r">
            {columns.exact}
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted(services, sort).map((service) => (
          <ServiceRow
            key={service.name}
            {...{ service, budgets, hasTrend }}
            saved={savingsOf.get(service.name)}
            series={seriesOf.get(service.name)}
          />
        ))}
      </tbody>
    </table>
  )
}
