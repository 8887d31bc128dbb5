import type { JSX } from 'preact'
import { Approach } from '../../parts/approach.js'
import { ButtonLink } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { PeriodChoice } from '../../parts/period.js'
import { Loaded } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { type BudgetStanding, useBudgets } from '../../state/budgets.js'
import { type Incident, useNewestIncidents } from '../../state/incidents.js'
import { type Days, days as daysOfAddress, periodOf } from '../../state/period.js'
import { type ServiceSavings, useSavings } from '../../state/savings.js'
import { type Service, useServices } from '../../state/services.js'
import { timelineBy, useTimeline } from '../../state/timeline.js'
import { overview } from '../../texts/overview.js'
import { shell } from '../../texts/shell.js'
import { Changes } from './changes-card.js'
import { CostsMost } from './costs-most.js'
import { figuresOf, partsOf } from './figures.js'
import { Kpis } from './kpis.js'
import { NeedsALook } from './needs-a-look.js'
import { IncidentNote, NoBudgetNote, NoServices, ShadowNote, SilentNote } from './notes.js'
import { Sent } from './sent.js'
import { ServicesTable } from './services-table.js'
import { TeamChart } from './team-chart.js'

/** The team at a glance: what is logged, what is sent and why, what it saves, what needs a look. */
export function Overview(): JSX.Element {
  const days = daysOfAddress.value
  const services = useServices(days)
  const savings = useSavings(days)
  const budgets = useBudgets().data.value?.budgets
  const incidents = useNewestIncidents().data.value?.incidents
  const { from } = periodOf(days)
  return (
    <Frame
      page="overview"
      title={shell.pages.overview}
      tools={
        <>
          <PeriodChoice />
          <span class="hide-s" title={overview.exportTitle}>
            <ButtonLink
              icon="down"
              download
              href={`/api/v1/savings?format=csv${from === undefined ? '' : `&from=${from}`}`}
            >
              {overview.export}
            </ButtonLink>
          </span>
        </>
      }
    >
      <Loaded of={services} height={900}>
        {({ services: all }) =>
          all.length === 0 ? (
            <NoServices />
          ) : (
            <Loaded of={savings} height={900}>
              {({ services: saved }) => (
                <Team key={days} services={all} savings={saved} {...{ days, budgets, incidents }} />
              )}
            </Loaded>
          )
        }
      </Loaded>
    </Frame>
  )
}

interface TeamProps {
  readonly days: Days
  readonly services: readonly Service[]
  readonly savings: readonly ServiceSavings[]
  readonly budgets: readonly BudgetStanding[] | undefined
  readonly incidents: readonly Incident[] | undefined
}

function Team({ days, services, savings, budgets, incidents }: TeamProps): JSX.Element {
  const figures = figuresOf(services, savings)
  const by = timelineBy(services.length)
  const timeline = useTimeline(days, by).data.value
  return (
    <>
      <IncidentNote services={services} incidents={incidents} />
      <SilentNote services={services} />
      {figures.shadowBytes > 0 && <ShadowNote saved={figures.shadowBytes} />}
      {budgets?.length === 0 && <NoBudgetNote sentADay={figures.billedBytes / days} />}
      <Kpis {...{ days, figures, services, budgets, incidents }} />
      <div class="row cols-main">
        <TeamChart {...{ days, by, figures }} incidents={incidents ?? []} />
        <Sent days={days} parts={partsOf(savings)} standardError={figures.standardError} />
      </div>
      <div class="row">
        <Card title={overview.services.title} tools={<span class="dimmer">{overview.services.by(days)}</span>}>
          <div class="flush">
            <ServicesTable
              {...{ days, services, savings, budgets }}
              timeline={by === 'service' ? timeline : undefined}
              hasTrend={by === 'service'}
            />
          </div>
        </Card>
      </div>
      <Approach height={420}>
        {() => (
          <div class="row cols-2">
            <div class="col">
              <NeedsALook {...{ services, incidents, budgets }} />
              <CostsMost days={days} />
            </div>
            <Changes days={days} />
          </div>
        )}
      </Approach>
    </>
  )
}
