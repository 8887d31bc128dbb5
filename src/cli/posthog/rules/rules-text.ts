import { cleanText } from '../../terminal/clean-text.js'
import { count, percent } from '../../terminal/numbers.js'
import { type Screen, styled } from '../../terminal/screen.js'
import { signs } from '../../terminal/signs.js'
import { wrapped } from '../../terminal/wrapped.js'
import type { AlwaysKeep, NotExpressed, PostHogRule, RuleSeverity, RulesPlan, SeverityAction } from './posthog-rule.js'

const NAME_COLUMNS = 18
const SEVERITY_WORDS: Readonly<Record<RuleSeverity, string>> = {
  DEBUG: 'trace, debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error, fatal',
}

/** Returns a plan in words. `of`: where the policy came from. */
export function rulesText(of: string, version: number, plan: RulesPlan, screen: Screen): string {
  const { service, rules, not_expressed: missing, unverified } = plan
  const clean = (text: string) => cleanText(text, 1_000, screen.unicode)
  const title = `Drop rules of PostHog for ${clean(service)}`
  const head = [
    ...wrapped(`${styled(screen, 'bold', title)}  ${clean(of)}, policy version ${version}`, screen, 2),
    ...wrapped('A plan to look at: nothing is created or changed.', screen, 2),
  ]
  const none = wrapped('No rule: the policy drops nothing that a rule could drop.', screen, 2)
  const body = rules.length === 0 ? none : rules.flatMap((rule) => ruleLines(rule, screen))
  const items = (of: readonly string[]) => of.flatMap((text) => wrapped(`- ${clean(text)}`, screen, 2, 2))
  const lines = [
    '',
    ...head,
    '',
    ...body,
    '',
    `  ${styled(screen, 'bold', 'What rules cannot say')}`,
    ...items(missing.map(({ field, why }: NotExpressed) => `${field}: ${why}`)),
    '',
    `  ${styled(screen, 'bold', 'Not verified')}`,
    ...items(unverified),
    '',
  ]
  return signs(`${lines.join('\n')}\n`, screen.unicode)
}

function ruleLines(rule: PostHogRule, screen: Screen): string[] {
  const row = (name: string, says: string) =>
    wrapped(signs(`${name.padEnd(NAME_COLUMNS - 1)} ${says}`, screen.unicode), screen, 4, NAME_COLUMNS)
  const name = cleanText(rule.name, 300, screen.unicode)
  const head = wrapped(`${name}  ${styled(screen, 'dim', `${rule.rule_type}, switched off`)}`, screen, 2)
  const kept = row('always kept', keptWords(rule.config.always_keep))
  if (rule.rule_type === 'rate_limit') {
    const limit = `${count(rule.config.kb_per_second)} KB a second, of what is no error`
    return [...head, ...row('at most', limit), ...kept]
  }
  const actions = Object.entries(rule.config.actions) as [RuleSeverity, SeverityAction][]
  return [
    ...head,
    ...actions.flatMap(([severity, action]) => row(SEVERITY_WORDS[severity], actionWords(action))),
    ...kept,
  ]
}

function actionWords(action: SeverityAction): string {
  switch (action.type) {
    case 'keep':
      return 'kept'
    case 'drop':
      return 'dropped'
    case 'sample':
      return `${percent(action.rate)} kept`
  }
}

function keptWords({ status_gte: status, attribute_predicates: predicates }: AlwaysKeep): string {
  const attributes = predicates.map(({ key, op, value }) => (op === 'exists' ? `with ${key}` : `${key} = ${value}`))
  return [`HTTP status ≥ ${status}`, ...attributes].join(', ')
}
