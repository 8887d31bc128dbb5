import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { plainText } from '../../format/plain-text.js'
import { policyAtOf, type ServiceFacts, type TableFacts } from '../../patterns/facts.js'
import { PatternsCard } from '../../patterns/patterns-card.js'
import { Frame } from '../../shell/frame.js'
import { useBudgets } from '../../state/budgets.js'
import { serverNow } from '../../state/pulse.js'
import { useServices } from '../../state/services.js'
import { query, setQuery } from '../../state/url.js'
import { patterns as texts } from '../../texts/patterns.js'
import { serviceTexts } from '../../texts/service.js'

const UNKNOWN: ServiceFacts = { bytes: 0, policyAt: undefined, firstSeen: 0, budget: undefined }

/** The patterns of all services, or of one, over the last day. */
export function PatternsScreen(): JSX.Element {
  const services = useServices().data.value?.services
  const budgets = useBudgets().data.value?.budgets
  const service = query.value.get('service') ?? ''
  const facts = useMemo((): TableFacts => {
    const perDay = (name: string): number | undefined => {
      const found = budgets?.find((one) => one.service === name) ?? budgets?.find((one) => one.service === null)
      return found?.counted_in === 'bytes' ? found.per_day : undefined
    }
    const known = new Map(
      services?.map(({ name, bytes, policy, first_seen: firstSeen }) => [
        name,
        { bytes, policyAt: policyAtOf(policy), firstSeen, budget: perDay(name) },
      ]),
    )
    return { days: 1, since: '-24h', showsService: true, of: (name) => known.get(name) ?? UNKNOWN }
  }, [services, budgets])
  const all = services
    ?.filter(({ name }) => service === '' || name === service)
    .reduce((sum, one) => sum + one.patterns, 0)
  return (
    <Frame page="patterns" title={texts.title}>
      <div class="row">
        <PatternsCard
          {...(service !== '' && { onlyService: service })}
          all={all}
          from={() => undefined}
          about={`patterns ${service}`}
          caption={texts.caption(
            service === '' ? texts.allServices : plainText(service),
            serviceTexts.rangeNames['24h'],
          )}
          now={serverNow}
          facts={facts}
          tools={
            <select
              class="btn"
              aria-label={texts.columns.service}
              onChange={({ currentTarget }) => setQuery({ service: currentTarget.value })}
            >
              <option value="" selected={service === ''}>
                {texts.everyService}
              </option>
              {services?.map(({ name }) => (
                <option key={name} value={name} selected={name === service}>
                  {plainText(name)}
                </option>
              ))}
            </select>
          }
          none={
            <>
              <p>{texts.noneAtAll}</p>
              <a href="/setup">{texts.setUp}</a>
            </>
          }
        />
      </div>
    </Frame>
  )
}
