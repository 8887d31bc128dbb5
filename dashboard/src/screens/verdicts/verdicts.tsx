import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button, ButtonLink } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { ServiceSelect } from '../../parts/service-select.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { settings } from '../../state/session.js'
import { query, setQuery } from '../../state/url.js'
import { verdictTexts as texts } from '../../texts/verdicts.js'
import { filterIn, STATES, useVerdicts, type VerdictFilter } from './use-verdicts.js'
import { VerdictTable } from './verdict-table.js'

/** So many come first, and with each "more". */
const STEP = 100

/** What a language model says of patterns, for a person to accept or refuse. */
export function Verdicts(): JSX.Element {
  const filter = filterIn(query.value)
  return (
    <Frame page="settings" title={texts.title} tools={<ButtonLink href="/settings/model">{texts.settings}</ButtonLink>}>
      <div class="row">
        <Card title={texts.title} tools={<Filters of={filter} />}>
          <List key={JSON.stringify(filter)} filter={filter} />
        </Card>
      </div>
      <p class="dimmer">{texts.what}</p>
    </Frame>
  )
}

function List({ filter }: { filter: VerdictFilter }): JSX.Element {
  const [many, setMany] = useState(STEP)
  const found = useVerdicts(filter, many)
  return (
    <Loaded of={found} height={480}>
      {({ verdicts, hasMore }) => (
        <>
          <div class="flush">{verdicts.length === 0 ? <None filter={filter} /> : <VerdictTable of={verdicts} />}</div>
          {hasMore && (
            <div class="body">
              <Button look="small" onClick={() => setMany(many + STEP)}>
                {texts.more}
              </Button>
            </div>
          )}
        </>
      )}
    </Loaded>
  )
}

function None({ filter: { state, service } }: { filter: VerdictFilter }): JSX.Element {
  if (settings.value?.language_model === false) return <Empty>{texts.noModel}</Empty>
  return <Empty>{state === 'all' && service === undefined ? texts.none : texts.noneFits}</Empty>
}

function Filters({ of: { state, service } }: { of: VerdictFilter }): JSX.Element {
  return (
    <div class="line audit-filters">
      <select
        class="btn small"
        aria-label={texts.state}
        value={state}
        onChange={({ currentTarget: { value } }) => setQuery({ state: value === 'suggested' ? undefined : value })}
      >
        {STATES.map((one) => (
          <option key={one} value={one}>
            {texts.states[one]}
          </option>
        ))}
      </select>
      <ServiceSelect
        label={texts.service}
        value={service ?? ''}
        all={texts.allServices}
        onChoose={(name) => setQuery({ service: name })}
      />
    </div>
  )
}
