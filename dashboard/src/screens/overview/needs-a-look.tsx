import type { JSX } from 'preact'
import { answerOf, api } from '../../api/client.js'
import { when } from '../../format/times.js'
import { Card } from '../../parts/card.js'
import { Dot } from '../../parts/marks.js'
import { Empty, Loaded, Skeleton } from '../../parts/states.js'
import type { BudgetStanding } from '../../state/budgets.js'
import type { Incident } from '../../state/incidents.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { useResource } from '../../state/resource.js'
import type { Service } from '../../state/services.js'
import { overview } from '../../texts/overview.js'
import { type Need, needsOf } from './needs.js'

const texts = overview.look
const HEIGHT = 240

interface NeedsALookProps {
  readonly services: readonly Service[]
  /** Until these are known nothing is said: that nothing needs a look, least of all. */
  readonly incidents: readonly Incident[] | undefined
  readonly budgets: readonly BudgetStanding[] | undefined
}

/** What a person should look at, each with a link to where it is decided. */
export function NeedsALook({ services, incidents, budgets }: NeedsALookProps): JSX.Element {
  const overrides = useResource('overrides', (signal) => answerOf(api.GET('/api/v1/overrides', { signal })))
  const now = serverNow()
  const time = (at: number): string => when(at, zone.value, Math.max(at, now))
  return (
    <Card title={texts.title}>
      <div class="flush">
        {incidents === undefined || budgets === undefined ? (
          <Skeleton height={HEIGHT} />
        ) : (
          <Loaded of={overrides} height={HEIGHT}>
            {(known) => <List needs={needsOf({ services, incidents, budgets, ...known, now, time })} />}
          </Loaded>
        )}
      </div>
    </Card>
  )
}

function List({ needs }: { needs: readonly Need[] }): JSX.Element {
  if (needs.length === 0) return <Empty>{texts.nothing}</Empty>
  return (
    <ul class="list">
      {needs.map(({ tone, text, why, href, side }) => (
        <li key={text}>
          <Dot tone={tone} />
          <div class="main">
            <a class="name" href={href}>
              <bdi>{text}</bdi>
            </a>
            <div class="why">
              <bdi>{why}</bdi>
            </div>
          </div>
          <span class="when num">{side}</span>
        </li>
      ))}
    </ul>
  )
}
