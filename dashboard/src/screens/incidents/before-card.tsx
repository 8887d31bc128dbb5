import type { JSX } from 'preact'
import { answerOf, api } from '../../api/client.js'
import { plural } from '../../format/numbers.js'
import { duration, when } from '../../format/times.js'
import { Card } from '../../parts/card.js'
import { headlineOf } from '../../parts/headline.js'
import { Dot } from '../../parts/marks.js'
import { Empty, Loaded } from '../../parts/states.js'
import { linkTo } from '../../shell/pages.js'
import type { Incident } from '../../state/incidents.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { useResource } from '../../state/resource.js'
import { incidentTexts as texts } from '../../texts/incidents.js'

const SHOWN = 5

/** Incidents of the same service before this one. */
export function BeforeCard({ incident: { id, service } }: { incident: Incident }): JSX.Element {
  const query = { service, before: id, limit: SHOWN }
  const before = useResource(`incidents before ${id}`, (signal) =>
    answerOf(api.GET('/api/v1/incidents', { params: { query }, signal })),
  )
  const now = serverNow()
  return (
    <Card title={texts.before}>
      <div class="flush">
        <Loaded of={before} height={120}>
          {({ incidents }) =>
            incidents.length === 0 ? (
              <Empty>{texts.noneBefore}</Empty>
            ) : (
              <ul class="list">
                {incidents.map((one) => (
                  <li key={one.id}>
                    <Dot tone={one.resolved_at === null ? 'bad' : ''} />
                    <div class="main">
                      <a href={linkTo.incident(one.id)}>
                        {texts.one(one.id)} {headlineOf(one.findings)}
                      </a>
                      <div class="why">
                        {texts.beforeLine(
                          plural(one.findings.length, 'finding'),
                          duration((one.resolved_at ?? now) - one.opened_at),
                        )}
                      </div>
                    </div>
                    <span class="when num">{when(one.opened_at, zone.value, now)}</span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Card>
  )
}
