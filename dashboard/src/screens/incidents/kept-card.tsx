import type { JSX } from 'preact'
import { priceOf } from '../../actions/cost.js'
import { bytes, count, integer, percent } from '../../format/numbers.js'
import { when } from '../../format/times.js'
import { Card, Facts } from '../../parts/card.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import { type IncidentPage, loggedSince } from './findings.js'

/** What was kept since it began, and what that costs against what is usual. */
export function KeptCard({ page }: { page: IncidentPage }): JSX.Element {
  const { incident, usual, during } = page
  const now = serverNow()
  const logged = loggedSince(page, incident.opened_at, incident.resolved_at ?? now)
  const asUsual = usual.seconds > 0 ? (usual.kept_bytes / usual.seconds) * during.seconds : 0
  return (
    <Card
      title={texts.kept}
      tools={<span class="dimmer num">{texts.keptSince(when(incident.opened_at, zone.value, now))}</span>}
    >
      <div class="body">
        <Facts
          facts={[
            ...(logged === undefined
              ? []
              : ([
                  [texts.facts.logged, count(logged.seen), texts.facts.records],
                  [texts.facts.keptShare, percent(logged.seen > 0 ? Math.min(1, logged.kept / logged.seen) : 1)],
                  [texts.facts.errors, integer(logged.errors), texts.facts.errorsKept],
                ] as const)),
            [texts.facts.bytes, bytes(during.kept_bytes)],
            [
              incident.resolved_at === null ? texts.facts.cost : texts.facts.costOver,
              priceOf(during.kept_bytes),
              texts.facts.usual(priceOf(asUsual)),
            ],
          ]}
        />
      </div>
    </Card>
  )
}
