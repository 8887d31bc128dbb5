import type { Allocation } from 'lipservice/allocation'
import { bytes, count, percent, records } from '../internal/amount-text.js'
import type { Forecast } from '../policies/forecast.js'
import type { Target } from './division.js'
import type { ServiceState } from './service-state.js'

const MAX_CUTS_SHOWN = 3
const MAX_TEMPLATE_LENGTH = 80

export interface ReasoningInput {
  readonly state: ServiceState
  readonly target: Target
  readonly allocation: Allocation
  readonly forecast: Forecast
}

/** Returns why a policy is what it is, for people: budget, volume, what is kept whole, and where most is cut. */
export function reasoningOf({ state, target, allocation, forecast }: ReasoningInput): string {
  const { budget, perMinute, spentToday } = target
  const amount = budget.unit === 'bytes' ? bytes : records
  const sentences = [
    `With ${budget.text} as ${whose(target, amount)} and ${amount(spentToday)} of ${amount(budget.perDay)} spent today, ${amount(perMinute)} a minute may be kept now, by ${count(forecast.instances ?? 1, 'instance')}.`,
    ...overbookedOf(target),
    demandOf(allocation, perMinute, amount),
    ...protectionsOf(allocation),
    ...raisedOf(state, allocation),
    ...cutsOf(state, allocation),
    state.profile.isLearnt
      ? 'The pace follows the hours of the day, as learnt from the past days.'
      : 'The pace is even over the day: two days of history would tell the hours apart.',
  ]
  return sentences.join(' ')
}

function whose({ isTeams, sharedBy, budget }: Target, amount: (value: number) => string): string {
  if (!isTeams) return 'the budget'
  return `the team's budget, ${amount(budget.perDay)} of it for ${count(sharedBy, 'service')} without one of ${sharedBy === 1 ? 'its' : 'their'} own,`
}

function overbookedOf({ isTeams, budget }: Target): string[] {
  if (!isTeams || budget.perDay > 0) return []
  return ["The budgets that services have of their own take all of the team's: raise it, or lower theirs."]
}

function demandOf(
  { demand, fits, isFeasible }: Allocation,
  perMinute: number,
  amount: (value: number) => string,
): string {
  if (!isFeasible)
    return `What must be kept whole takes more than that of the ${amount(demand)} that all would be: it is kept all the same, the budget will be exceeded, and all else is thinned as far as it goes.`
  if (fits) return `${amount(demand)} would be billed if all was kept: nothing needs to be thinned.`
  return `${amount(demand)} would be billed if all was kept, so that ${percent(1 - Math.min(1, perMinute / demand))} have to go.`
}

const WHY_WHOLE: readonly [name: 'security' | 'audit' | 'exempt' | 'news' | 'errors', text: string][] = [
  ['errors', 'of errors'],
  ['security', 'of security'],
  ['audit', 'of audits'],
  ['exempt', 'exempt by hand'],
  ['news', 'new or part of an incident'],
]

function protectionsOf({ protections, largeNews, largeWords }: Allocation): string[] {
  const parts = WHY_WHOLE.filter(([name]) => protections.has(name)).map(
    ([name, text]) => `${protections.get(name)} ${text}`,
  )
  const sentences = [`Errors always pass.${parts.length === 0 ? '' : ` Patterns kept whole: ${parts.join(', ')}.`}`]
  if (largeNews > 0)
    sentences.push(
      `${count(largeNews, 'pattern')} new or part of an incident: too much to be kept whole, but worth more.`,
    )
  if (largeWords > 0)
    sentences.push(
      `${count(largeWords, 'pattern')} of security or audit by ${largeWords === 1 ? 'its' : 'their'} words: too much to be kept whole for words alone, but worth more.`,
    )
  return sentences
}

/** Returns how many patterns a model raised. */
export function raisedIn({ patterns }: Pick<ServiceState, 'patterns'>): number {
  return patterns.filter(({ isJudged }) => isJudged).length
}

/** In our words: those of a model stand in no policy. */
function raisedOf(state: ServiceState, { protections }: Allocation): string[] {
  const raised = raisedIn(state)
  if (raised === 0) return []
  return [`A language model raised ${count(raised, 'pattern')}, ${protections.get('judged') ?? 0} of them kept whole.`]
}

/** Returns a sentence on the patterns that lose most. */
function cutsOf({ patterns }: ServiceState, { rates }: Allocation): string[] {
  const cut = patterns
    .map(({ signature, template, perMinute, bytes: each }) => ({
      template,
      rate: rates.get(signature) ?? 1,
      lost: perMinute * each * (1 - (rates.get(signature) ?? 1)),
    }))
    .filter(({ rate }) => rate < 1)
    .toSorted((a, b) => b.lost - a.lost)
  if (cut.length === 0) return []
  const shown = cut
    .slice(0, MAX_CUTS_SHOWN)
    .map(({ template, rate }) => `'${short(template)}' to at most ${percent(rate)}`)
  const rest = cut.length > MAX_CUTS_SHOWN ? `, and ${count(cut.length - MAX_CUTS_SHOWN, 'more pattern')}` : ''
  return [`Thinned most: ${shown.join(', ')}${rest}.`]
}

function short(template: string): string {
  const line = template.replaceAll(/\s+/g, ' ')
  return line.length > MAX_TEMPLATE_LENGTH ? `${line.slice(0, MAX_TEMPLATE_LENGTH - 1)}…` : line
}
