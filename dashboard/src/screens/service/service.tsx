import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { KeepEverythingButton, switchOf } from '../../actions/keep-everything.js'
import { openBudgetDialog } from '../../actions/open-budget.js'
import { plainText } from '../../format/plain-text.js'
import { Segments } from '../../parts/marks.js'
import { Loaded, Skeleton } from '../../parts/states.js'
import { Name } from '../../parts/template.js'
import { Frame } from '../../shell/frame.js'
import type { Params } from '../../shell/lazy.js'
import { useServices } from '../../state/services.js'
import { query, setQuery } from '../../state/url.js'
import { serviceTexts as texts } from '../../texts/service.js'
import { BudgetCard } from './budget-card.js'
import { ChartCard } from './chart-card.js'
import { Missing } from './missing.js'
import { Notes } from './notes.js'
import { RANGES, rangeOf } from './range.js'
import { ReasonCard } from './reason-card.js'
import { ServicePatterns } from './service-patterns.js'
import { StateChips } from './state-chips.js'
import { useServicePage, useTimeline } from './use-service.js'

/** Of what stands above the table, pixels. */
const HEIGHT = 480

/** One service: what it logs and sends, why, and each of its patterns. */
export function ServiceScreen({ params }: { params: Params }): JSX.Element {
  const name = params['service'] ?? ''
  const range = rangeOf(query.value.get('range'))
  const services = useServices()
  const page = useServicePage(name, range)
  const timeline = useTimeline(name, range)
  const service = services.data.value?.services.find((one) => one.name === name)
  if (page.problem.value?.status === 404 && page.data.value === undefined) return <Missing service={name} />
  const isKnown = services.data.value !== undefined || services.problem.value !== undefined
  return (
    <Frame
      page="services"
      service={name}
      title={plainText(name)}
      heading={
        <>
          <a class="crumb hide-s" href="/services">
            {texts.crumb} /
          </a>
          <Name text={name} />
          {service && <StateChips service={service} page={page.data.value} />}
        </>
      }
      tools={
        <>
          <Segments
            label={texts.period}
            options={RANGES.map((key) => [key, texts.ranges[key]] as const)}
            value={range}
            onChoose={(key) => setQuery({ range: key === '24h' ? undefined : key })}
          />
          <ActionButton may="admin" onClick={() => openBudgetDialog(name)}>
            {texts.setBudget}
          </ActionButton>
          {service && <KeepEverythingButton {...switchOf(service)} />}
        </>
      }
    >
      {service && <Notes service={service} page={page.data.value} />}
      {!isKnown && <Skeleton height={HEIGHT} />}
      {/* All of it asks at once; what is seen stays below the notes. */}
      <div hidden={!isKnown}>
        <div class="row cols-main">
          <div class="col">
            <ChartCard service={name} range={range} timeline={timeline} page={page.data.value} />
            <Loaded of={services} height={160}>
              {() => service && <ReasonCard service={service} page={page} />}
            </Loaded>
          </div>
          <Loaded of={services} height={380}>
            {() => service && <BudgetCard service={service} range={range} page={page} />}
          </Loaded>
        </div>
        <ServicePatterns name={name} range={range} service={service} page={page.data.value} />
      </div>
    </Frame>
  )
}
