import type { JSX } from 'preact'
import { percent, plural } from '../../format/numbers.js'
import { budgetText, counted } from '../../parts/budget-text.js'
import { Card } from '../../parts/card.js'
import { Meter } from '../../parts/marks.js'
import { Loaded } from '../../parts/states.js'
import { serverNow } from '../../state/pulse.js'
import type { Resource } from '../../state/resource.js'
import type { Service } from '../../state/services.js'
import { serviceTexts as texts } from '../../texts/service.js'
import { Fixed } from './fixed.js'
import type { Range } from './range.js'
import { ServiceFigures } from './service-figures.js'
import type { ServicePage } from './use-service.js'

const DAY = 86_400

interface BudgetCardProps {
  readonly service: Service
  readonly range: Range
  readonly page: Resource<ServicePage>
}

/** How far the budget is spent, what comes of it, and what people fixed. */
export function BudgetCard({ service, range, page }: BudgetCardProps): JSX.Element {
  const budget = page.data.value?.budget
  return (
    <Card
      title={texts.budget}
      tools={
        budget && (
          <span class="dimmer">{budget.service === null ? texts.team(budgetText(budget)) : budgetText(budget)}</span>
        )
      }
    >
      <div class="body">
        <Loaded of={page} height={300}>
          {(data) => (
            <>
              {data.budget === null ? <p class="dim">{texts.noBudget}</p> : <Today budget={data.budget} />}
              <ServiceFigures service={service} range={range} page={data} />
              <Fixed overrides={data.overrides} />
            </>
          )}
        </Loaded>
      </div>
    </Card>
  )
}

/** Spent today against the time of the day, which is UTC. */
function Today({ budget }: { budget: NonNullable<ServicePage['budget']> }): JSX.Element {
  const { per_day, spent_today, resets_at, shared_by, service, warning } = budget
  const over = Math.min(1, Math.max(0, 1 - (resets_at - serverNow()) / DAY))
  const part = per_day > 0 ? spent_today / per_day : 0
  const said = texts.used(percent(part), percent(over))
  return (
    <>
      <div class="num today">
        <b>{counted(spent_today, budget)}</b>
        <span class="dim">{texts.ofToday(counted(per_day, budget))}</span>
      </div>
      <Meter part={part} tick={over} label={said} />
      <p class="dimmer said">{said}</p>
      {service === null && shared_by > 1 && <p class="dimmer said">{texts.shared(plural(shared_by, texts.service))}</p>}
      {warning !== null && <p class="warn-text">{warning}</p>}
    </>
  )
}
