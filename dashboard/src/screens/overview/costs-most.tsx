import type { JSX } from 'preact'
import { answerOf, api } from '../../api/client.js'
import { percent } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Card } from '../../parts/card.js'
import { moneyOr } from '../../parts/money.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Template } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import { type Days, periodOf } from '../../state/period.js'
import { useResource } from '../../state/resource.js'
import { overview } from '../../texts/overview.js'
import { periods } from '../../texts/periods.js'

const texts = overview.costs
const SHOWN = 6

/** The patterns that most was sent of. */
export function CostsMost({ days }: { days: Days }): JSX.Element {
  const patterns = useResource(`costs most ${days}`, (signal) => {
    const query = { ...periodOf(days), sort: 'kept_bytes', limit: SHOWN } as const
    return answerOf(api.GET('/api/v1/patterns', { signal, params: { query } }))
  })
  return (
    <Card title={texts.title} tools={<span class="dimmer">{periods.last[days]}</span>}>
      <div class="body">
        <Loaded of={patterns} height={SHOWN * 26}>
          {({ patterns: found }) => (
            <>
              {found.length === 0 && <Empty>{texts.nothing}</Empty>}
              <ul class="top4">
                {found.map(({ service, signature, check, severity, template, kept, seen, kept_usd, kept_bytes }) => (
                  <li key={`${service} ${signature} ${check}`} title={plainText(service)}>
                    <i class={`sev ${severity}`} aria-hidden="true" />
                    <a class="quiet" href={linkTo.pattern(service, signature, check ?? undefined)}>
                      <Template text={template} lines="one" />
                    </a>
                    <span class="dimmer num">{texts.kept(percent(seen > 0 ? kept / seen : 0))}</span>
                    <b class="num">{moneyOr(kept_usd ?? 0, kept_bytes)}</b>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Loaded>
      </div>
    </Card>
  )
}
