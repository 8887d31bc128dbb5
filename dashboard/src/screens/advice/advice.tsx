import type { JSX } from 'preact'
import { answerOf, api } from '../../api/client.js'
import { Card } from '../../parts/card.js'
import { PeriodChoice } from '../../parts/period.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { days as daysOfAddress, periodOf } from '../../state/period.js'
import { useResource } from '../../state/resource.js'
import { adviceTexts } from '../../texts/advice.js'
import { shell } from '../../texts/shell.js'
import { AdviceTable } from './advice-table.js'

/** What to mend where it is logged, what saves most first. */
export function AdviceScreen(): JSX.Element {
  const days = daysOfAddress.value
  const found = useResource(`advice ${days}`, (signal) =>
    answerOf(api.GET('/api/v1/advice', { signal, params: { query: periodOf(days) } })),
  )
  return (
    <Frame page="advice" title={shell.pages.advice} tools={<PeriodChoice />}>
      <Loaded of={found} height={500}>
        {({ advice }) => (
          <>
            <div class="row">
              <Card title={adviceTexts.caption(days)}>
                <div class="flush">
                  {advice.length === 0 ? (
                    <Empty>
                      {adviceTexts.none} {adviceTexts.noneBy}
                    </Empty>
                  ) : (
                    <AdviceTable caption={adviceTexts.caption(days)} rows={advice} />
                  )}
                </div>
              </Card>
            </div>
            <p class="dimmer">{adviceTexts.why}</p>
          </>
        )}
      </Loaded>
    </Frame>
  )
}
