import { count } from '../internal/amount-text.js'
import type { Facts } from './facts.js'
import type { PolicyFacts } from './policy-facts.js'

/** Returns what facts say of a version, in our own sentences. @param reasoning as the document has it */
export function policyText(facts: PolicyFacts, reasoning: string | undefined, stageReason: string): string {
  const { version, made_by, made_at, stage, stage_since, mode } = facts
  return [
    `Version ${version} was made by ${made_by}, at ${made_at}. It is ${stage} since ${stage_since}${stageReason === '' ? '' : `: ${stageReason}`}.`,
    ...(mode === undefined
      ? []
      : [mode === 'off' ? 'It keeps everything.' : 'It drops nothing, and counts what it would.']),
    ...(facts.global_rate === undefined
      ? []
      : [`Of records without a rate of their own at most ${facts.global_rate} are kept.`]),
    ...(reasoning === undefined ? plannedText(facts) : [reasoning.trim()]),
    ...(facts.since_version === undefined ? [] : changedText(facts.since_version)),
    ...(facts.replay_of_the_past === undefined ? [] : replayText(facts.replay_of_the_past)),
  ].join(' ')
}

function plannedText({
  patterns_kept_whole: whole,
  patterns_with_a_rate: rated,
  thinned_most: most,
}: PolicyFacts): string[] {
  return [
    ...(whole === undefined ? [] : [`It keeps ${count(whole, 'pattern')} whole.`]),
    ...(rated === undefined ? [] : [`It thins ${count(rated, 'pattern')}.`]),
    ...(most === undefined || most.length === 0
      ? []
      : [
          `Thinned most: ${most.map(({ template, kept_at_most }) => `'${template}' to at most ${kept_at_most}`).join(', ')}.`,
        ]),
  ]
}

function changedText(since: Facts): string[] {
  const number = (name: string) => Number(since[name] ?? 0)
  const [now, before] = [since['budget_of_an_instance_a_second'], since['budget_of_an_instance_a_second_before']]
  const parts = [
    ...some(number('rates_that_are_higher'), 'rate', 'higher'),
    ...some(number('rates_that_are_lower'), 'rate', 'lower'),
    ...some(number('patterns_kept_whole_now'), 'pattern', 'kept whole now'),
    ...some(number('patterns_kept_whole_no_more'), 'pattern', 'kept whole no more'),
    ...(now === before
      ? []
      : [`an instance may keep ${now ?? 'what it wants'} a second, ${before ?? 'what it wanted'} before`]),
  ]
  return [
    `Against version ${since['version']}: ${parts.length === 0 ? 'the same rates and budget' : parts.join(', ')}.`,
  ]
}

function some(n: number, noun: string, what: string): string[] {
  return n === 0 ? [] : [`${count(n, noun)} ${n === 1 ? 'is' : 'are'} ${what}`]
}

function replayText(replay: Facts): string[] {
  const { hours, logged_a_day: logged, kept_a_day: kept } = replay
  if (hours === undefined || logged === undefined || kept === undefined) return []
  const off = replay['off_the_budget_by']
  const budget =
    off === undefined ? '' : `, ${off} ${replay['over_the_budget'] === true ? 'over' : 'within'} the budget`
  return [`Over the past ${count(Number(hours), 'hour')} it would have kept ${kept} of ${logged} a day${budget}.`]
}
