import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ActionButton } from '../../actions/action-button.js'
import { openServiceRemoval } from '../../actions/removals.js'
import { plainText } from '../../format/plain-text.js'
import { policyAtOf, type TableFacts } from '../../patterns/facts.js'
import { PatternsCard } from '../../patterns/patterns-card.js'
import { serverNow } from '../../state/pulse.js'
import type { Service } from '../../state/services.js'
import { removalTexts } from '../../texts/actions.js'
import { patterns } from '../../texts/patterns.js'
import { serviceTexts as texts } from '../../texts/service.js'
import { figuresOf, fromOf, type Range } from './range.js'
import type { ServicePage } from './use-service.js'

const DAY = 86_400

/** Returns the days that a cost a day is of: of a week, those that the service has lived. */
const daysOf = (seconds: number, firstSeen: number): number =>
  seconds <= DAY ? seconds / DAY : Math.max(DAY, Math.min(seconds, serverNow() - firstSeen)) / DAY

interface ServicePatternsProps {
  readonly name: string
  readonly range: Range
  readonly service: Service | undefined
  readonly page: ServicePage | undefined
}

/** Its patterns; and its end, for admins. */
export function ServicePatterns({ name, range, service, page }: ServicePatternsProps): JSX.Element {
  const { seconds, since } = figuresOf(range)
  const budget = page?.budget?.counted_in === 'bytes' ? page.budget.per_day : undefined
  const bytes = page?.savings.bytes ?? 0
  const policyAt = policyAtOf(page?.policy)
  const firstSeen = service?.first_seen ?? 0
  const facts = useMemo((): TableFacts => {
    const own = { bytes, policyAt, firstSeen, budget }
    return { days: daysOf(seconds, firstSeen), since, showsService: false, of: () => own }
  }, [seconds, since, bytes, policyAt, firstSeen, budget])
  return (
    <>
      <div class="row">
        <PatternsCard
          service={name}
          all={service?.patterns}
          from={() => fromOf(range, serverNow())}
          about={`${name} ${range}`}
          caption={patterns.caption(plainText(name), texts.rangeNames[range])}
          now={serverNow}
          facts={facts}
          none={<p>{patterns.none}</p>}
        />
      </div>
      <p class="end">
        <ActionButton may="admin" look="small ghost danger" onClick={() => openServiceRemoval(name)}>
          {removalTexts.service}
        </ActionButton>
      </p>
    </>
  )
}
