import type { JSX } from 'preact'
import { answerOf, api } from '../../api/client.js'
import { when } from '../../format/times.js'
import { Card } from '../../parts/card.js'
import { Dot } from '../../parts/marks.js'
import { Empty } from '../../parts/states.js'
import type { BudgetStanding } from '../../state/budgets.js'
import type { Incident } from '../../state/incidents.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { useResource } from '../../state/resource.js'
import type { Service } from '../../state/services.js'
import { overview } from '../../texts/overview.js'
import { needsOf } from './needs.js'

const texts = overview.look

interface NeedsALookProps {
  readonly services: readonly Service[]
  readonly incidents: readonly Incident[]
  readonly budgets: readonly BudgetStanding[]
}

/** What a person should look at, each with a link to where it is decided. */
export function NeedsALook(props: NeedsALookProps): JSX.Element {
  const overrides = useResource('overrides', (signal) => answerOf(api.GET('/api/v1/overrides', { signal })))
  const now = serverNow()
  const needs = needsOf({
    ...props,
    overrides: overrides.data.value?.overrides ?? [],
    now,
    time: (at) => when(at, zone.value, Math.max(at, now)),
  })
  return (
    <Card title={texts.title}>
      <div class="flush">
        {needs.length === 0 && <Empty>{texts.nothing}</Empty>}
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
      </div>
    </Card>
  )
}
