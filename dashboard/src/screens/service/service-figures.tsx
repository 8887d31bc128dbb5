import type { ComponentChildren, JSX } from 'preact'
import { count, integer, percent, usd } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { counted } from '../../parts/budget-text.js'
import { Facts } from '../../parts/card.js'
import type { Service } from '../../state/services.js'
import { serviceTexts as texts } from '../../texts/service.js'
import type { Range } from './range.js'
import type { ServicePage } from './use-service.js'

/** Versions that are named. */
const NAMED = 2

type Fact = readonly [string, ComponentChildren, ComponentChildren?]

/** What a service costs and saves, what of it was kept, and who reports. */
export function ServiceFigures({
  service,
  range,
  page,
}: {
  service: Service
  range: Range
  page: ServicePage
}): JSX.Element {
  const { savings, budget, policy } = page
  const names = texts.facts
  const guaranteed = savings.guarantees.reduce((sum, one) => sum + one.usd, 0)
  const planned = policy?.forecast
  const pace = typeof planned?.['per_minute'] === 'number' ? planned['per_minute'] : budget?.pace_per_minute
  const demand = typeof planned?.['demand'] === 'number' ? planned['demand'] : undefined
  const unit = { counted_in: planned?.['unit'] === 'records' ? 'records' : (budget?.counted_in ?? 'bytes') } as const
  const error = savings.relative_standard_error
  const facts: Fact[] = [
    [names.sent(texts.ranges[range]), usd(savings.billed_usd), texts.of(usd(savings.usd))],
    [names.saved, usd(savings.saved_usd), percent(savings.saved_share)],
    [
      names.may,
      pace === undefined || budget === null ? '–' : texts.aMinute(counted(pace, unit)),
      demand === undefined ? undefined : texts.of(counted(demand, unit)),
    ],
    [names.errors, ...errorsKept(savings)],
    [
      names.guarantees,
      savings.billed_usd > 0 ? percent(guaranteed / savings.billed_usd) : '–',
      savings.billed_usd > 0 ? usd(guaranteed) : undefined,
    ],
    [names.exact, error === null ? '–' : `±${percent(error)}`],
    [names.delivered, count(service.delivered), notDelivered(service)],
    [names.instances, ...instancesOf(service)],
    [names.policy, ...versionsAt(page)],
  ]
  if (savings.shadow_saved_bytes > 0) {
    const share = savings.bytes > 0 ? savings.shadow_saved_bytes / savings.bytes : 0
    facts.push([names.shadow, percent(share)])
  }
  return <Facts facts={facts} />
}

/** Null stays unknown: nothing is made of it. */
function errorsKept({ errors, kept_errors: kept }: ServicePage['savings']): [string, (string | undefined)?] {
  if (errors === 0) return [texts.noErrors]
  if (kept === null) return [texts.unknown, texts.unknownErrors(count(errors))]
  if (kept >= errors) return [texts.all, texts.of(count(errors))]
  return [percent(kept / errors), texts.of(integer(errors))]
}

function notDelivered({ refused, lost }: Service): string {
  const said = [...(refused > 0 ? [texts.refused(count(refused))] : []), ...(lost > 0 ? [texts.lost(count(lost))] : [])]
  return said.length === 0 ? texts.nothingRefused : said.join(', ')
}

function instancesOf({ instances, release }: Service): [string, (string | undefined)?] {
  if (instances === 0) return [texts.noInstances]
  return [integer(instances), release === null ? undefined : texts.on(plainText(release))]
}

/** The versions by which instances go, that of the most of them first. */
function versionsAt({ instances }: ServicePage): [string, (string | undefined)?] {
  const many = new Map<number | null, number>()
  for (const { policy_version: version, instances: all } of instances) many.set(version, (many.get(version) ?? 0) + all)
  const sorted = [...many].toSorted((a, b) => b[1] - a[1]).map(([version]) => version)
  if (sorted.length === 0) return ['–']
  const named = sorted.slice(0, NAMED).map((version) => (version === null ? texts.byThemselves : `v${version}`))
  const rest = sorted.length - NAMED
  return [named.join(', '), rest > 0 ? texts.more(rest) : undefined]
}
