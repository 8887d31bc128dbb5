import type { JSX } from 'preact'
import { Button } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { Segments } from '../../parts/marks.js'
import { OlderButton } from '../../parts/older-button.js'
import { ServiceSelect } from '../../parts/service-select.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { query, setQuery } from '../../state/url.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import { IncidentTable } from './incident-table.js'
import { type Filter, useIncidents } from './use-incidents.js'

const STATES = ['all', 'open', 'resolved'] as const

/** Incidents of all services: open ones first. */
export function Incidents(): JSX.Element {
  const service = query.value.get('service') ?? undefined
  const state = STATES.find((one) => one === query.value.get('state')) ?? 'all'
  const filter: Filter = { service, state }
  const incidents = useIncidents(filter)
  const tools = (
    <>
      <Segments
        label={texts.state}
        options={STATES.map((one) => [one, texts.states[one]] as const)}
        value={state}
        onChoose={(key) => setQuery({ state: key === 'all' ? undefined : key })}
      />
      <ServiceSelect
        label={texts.service}
        value={service ?? ''}
        all={texts.allServices}
        onChoose={(name) => setQuery({ service: name })}
      />
    </>
  )
  return (
    <Frame page="incidents" title={texts.title}>
      <div class="row">
        <Card title={texts.title} tools={tools}>
          <div class="flush">
            <Loaded of={incidents.newest} height={360}>
              {() => {
                const list = incidents.list.value
                return list.length === 0 ? <None filter={filter} /> : <IncidentTable incidents={list} />
              }}
            </Loaded>
          </div>
          {incidents.hasOlder.value && (
            <div class="body">
              <OlderButton label={texts.older} more={incidents.more} />
            </div>
          )}
        </Card>
      </div>
    </Frame>
  )
}

/** Why there is none, and what would open one. */
function None({ filter: { service, state } }: { filter: Filter }): JSX.Element {
  const isFiltered = service !== undefined || state === 'resolved'
  return (
    <Empty>
      <p>{isFiltered ? texts.noneHere : state === 'open' ? texts.noneOpen : texts.none}</p>
      {isFiltered ? (
        <Button look="small" onClick={() => setQuery({ service: undefined, state: undefined })}>
          {texts.clear}
        </Button>
      ) : (
        <>
          <p class="why-none">{texts.opens}</p>
          <p class="why-none">{texts.young}</p>
        </>
      )}
    </Empty>
  )
}
