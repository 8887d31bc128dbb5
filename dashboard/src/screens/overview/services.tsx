import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { count } from '../../format/numbers.js'
import { Button, ButtonLink } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { Icon } from '../../parts/icon.js'
import { PeriodChoice } from '../../parts/period.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { onKey } from '../../shell/keys.js'
import { useBudgets } from '../../state/budgets.js'
import { type Days, days as daysOfAddress } from '../../state/period.js'
import { useSavings } from '../../state/savings.js'
import { type Service, useServices } from '../../state/services.js'
import { isAdmin } from '../../state/session.js'
import { timelineBy, useTimeline } from '../../state/timeline.js'
import { query, setQuery } from '../../state/url.js'
import { overview } from '../../texts/overview.js'
import { shell } from '../../texts/shell.js'
import { NoServices, SilentNote } from './notes.js'
import { sortedBy, sortOf } from './service-sort.js'
import { ServicesTable } from './services-table.js'

const texts = overview.services

/** All services: found by name, in any order. */
export function Services(): JSX.Element {
  const days = daysOfAddress.value
  const services = useServices(days)
  return (
    <Frame
      page="services"
      title={shell.pages.services}
      tools={
        <>
          <PeriodChoice />
          {isAdmin.value && (
            <ButtonLink icon="plus" href="/setup">
              {overview.setUp}
            </ButtonLink>
          )}
        </>
      }
    >
      <Loaded of={services} height={600}>
        {({ services: all }) => (all.length === 0 ? <NoServices /> : <List key={days} days={days} services={all} />)}
      </Loaded>
    </Frame>
  )
}

function List({ days, services }: { days: Days; services: readonly Service[] }): JSX.Element {
  const by = timelineBy(services.length)
  const timeline = useTimeline(days, by).data.value
  const savings = useSavings(days).data.value?.services ?? []
  const budgets = useBudgets().data.value?.budgets
  const asked = query.value.get('q') ?? ''
  const shown = services.filter(({ name }) => name.toLowerCase().includes(asked.toLowerCase()))
  const sort = sortOf(query.value)
  return (
    <>
      <SilentNote services={services} />
      <div class="row">
        <Card
          title={texts.list}
          tools={
            <>
              <span class="dimmer" aria-live="polite">
                {texts.found(count(shown.length), count(services.length))}
              </span>
              <Search value={asked} />
            </>
          }
        >
          <div class="flush">
            {shown.length === 0 ? (
              <Empty>
                <p>{texts.noneFits}</p>
                <Button look="small" onClick={() => setQuery({ q: undefined })}>
                  {texts.clear}
                </Button>
              </Empty>
            ) : (
              <ServicesTable
                {...{ days, savings, budgets, sort }}
                services={shown}
                timeline={by === 'service' ? timeline : undefined}
                hasTrend={by === 'service'}
                onSort={(column) => setQuery(sortedBy(column, sort))}
              />
            )}
          </div>
        </Card>
      </div>
    </>
  )
}

function Search({ value }: { value: string }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => onKey('/', () => input.current?.focus()), [])
  return (
    <label class="search">
      <Icon name="search" size={14} />
      <input
        ref={input}
        type="search"
        aria-label={texts.search}
        placeholder={texts.searchHint}
        value={value}
        maxLength={256}
        spellcheck={false}
        onInput={(event) => setQuery({ q: event.currentTarget.value })}
      />
    </label>
  )
}
