import type { JSX } from 'preact'
import { ButtonLink } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { Segments } from '../../parts/marks.js'
import { PeriodChoice } from '../../parts/period.js'
import { Loaded } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { days as daysOfAddress, periodOf } from '../../state/period.js'
import { useSavings } from '../../state/savings.js'
import { query, setQuery } from '../../state/url.js'
import { savingsTexts } from '../../texts/savings.js'
import { shell } from '../../texts/shell.js'
import { Figures } from './figures.js'
import { Guarantees } from './guarantees.js'
import { guaranteesOf, together } from './rows.js'
import { ByClass, ByPattern, ByService, MOST_PATTERNS } from './tables.js'

const BYS = ['service', 'class', 'pattern'] as const
type By = (typeof BYS)[number]
/** Where the CSV of a table is. */
const PATHS: Readonly<Record<By, string>> = {
  service: '/api/v1/savings',
  class: '/api/v1/savings/classes',
  pattern: '/api/v1/savings/patterns',
}

/** What sampling saved, by service, class and pattern, and what the guarantees cost. */
export function Savings(): JSX.Element {
  const days = daysOfAddress.value
  const by = BYS.find((one) => one === query.value.get('by')) ?? 'service'
  const savings = useSavings(days)
  const { from } = periodOf(days)
  return (
    <Frame page="savings" title={shell.pages.savings} tools={<PeriodChoice />}>
      <Loaded of={savings} height={700}>
        {({ services }) => (
          <>
            <Figures days={days} services={services} />
            <div class="row">
              <Card
                title={
                  <Segments
                    label={savingsTexts.by}
                    options={BYS.map((one) => [one, savingsTexts.bys[one]] as const)}
                    value={by}
                    onChoose={(key) => setQuery({ by: key === 'service' ? undefined : key })}
                  />
                }
                label={savingsTexts.caption[by](days)}
                tools={
                  <span title={savingsTexts.csvTitle}>
                    <ButtonLink
                      icon="down"
                      look="small"
                      download
                      href={`${PATHS[by]}?format=csv${from === undefined ? '' : `&from=${from}`}`}
                    >
                      {savingsTexts.csv}
                    </ButtonLink>
                  </span>
                }
              >
                <div class="flush">
                  {by === 'service' && <ByService days={days} services={services} />}
                  {by === 'class' && <ByClass key={days} days={days} />}
                  {by === 'pattern' && <ByPattern key={days} days={days} />}
                  {by !== 'service' && <p class="dimmer inset small">{savingsTexts.withoutOverhead}</p>}
                  {by === 'pattern' && <p class="dimmer inset small">{savingsTexts.first(String(MOST_PATTERNS))}</p>}
                </div>
              </Card>
            </div>
            <div class="row">
              <Guarantees guarantees={guaranteesOf(services)} sent={together(services).billed_bytes} />
              <p class="dimmer">{savingsTexts.exact}</p>
            </div>
          </>
        )}
      </Loaded>
    </Frame>
  )
}
