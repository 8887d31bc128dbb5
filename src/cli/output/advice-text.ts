import { adviceOf } from '../../advice/advice.js'
import type { Advice } from '../../advice/advice-kinds.js'
import { redactTemplate } from '../../redaction/redact-template.js'
import { redactText } from '../../redaction/redact-text.js'
import { loggedPatterns } from '../analysis/logged-patterns.js'
import { cleanText } from '../terminal/clean-text.js'
import { bytes, count, counted, percent, usd } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import { signs } from '../terminal/signs.js'
import { wrapped } from '../terminal/wrapped.js'
import type { ShownAnalysis } from './shown-analysis.js'

const TEMPLATE_CHARACTERS = 70
const SITE_CHARACTERS = 120

/** Returns what can be mended at the source, two lines each. */
export function adviceText({ result, monthly }: ShownAnalysis, screen: Screen): string[] {
  const advice = adviceOf({ patterns: loggedPatterns(result), fields: result.fields, usdPerByte: monthly.usd(1) })
  if (advice.length === 0) return [`  ${styled(screen, 'bold', 'Advice')}   none: no line stands out`]
  const quoted = (template: string) => `"${cleanText(redactTemplate(template), TEMPLATE_CHARACTERS, screen.unicode)}"`
  const period = monthly.factor === undefined ? '' : ' a month'
  const money = (dollars: number | undefined) => `${usd(dollars ?? 0)}${period}`
  const sites = sitesOf(result)
  return [
    `  ${styled(screen, 'bold', 'Advice')}`,
    ...advice.flatMap((one) => {
      const [what, how] = said(one, quoted, money)
      const saves = one.savedBytes > 0 ? ` Saves ${money(one.savedUsd)}.` : ''
      return [
        ...wrapped(what + placed(sites.get(keyOf(one)), screen), screen, 4),
        ...wrapped(signs(how + saves, screen.unicode), screen, 6).map((line) => styled(screen, 'dim', line)),
      ]
    }),
  ]
}

/** Returns where patterns are logged, of those that say so. */
function sitesOf({ patterns }: ShownAnalysis['result']): ReadonlyMap<string, string> {
  const sites = new Map<string, string>()
  for (const { signature, callSite } of patterns)
    if (callSite !== '') sites.set(keyOf({ signature: signature.id, check: signature.check }), callSite)
  return sites
}

const keyOf = ({ signature = '', check = '' }: Pick<Advice, 'signature' | 'check'>): string => `${signature}:${check}`

const placed = (site: string | undefined, screen: Screen): string =>
  site === undefined ? '' : ` It is logged at ${cleanText(redactText(site), SITE_CHARACTERS, screen.unicode)}.`

function said(
  one: Advice,
  quoted: (template: string) => string,
  money: (dollars: number | undefined) => string,
): readonly [what: string, how: string] {
  const line = quoted(one.template)
  const cost = `${money(one.usd)}, ${percent(one.share)}`
  switch (one.kind) {
    case 'debug':
      return [`${line} costs ${cost}.`, 'If nobody reads it, log it at debug; or let a budget thin it.']
    case 'level':
      return [`${line} costs ${cost}.`, 'It is DEBUG: minimumSeverity leaves it out.']
    case 'format_string':
      return [
        `${line} makes ${counted(one.patterns, 'pattern')} of ${counted(one.records, 'record')}.`,
        `Log what varies at <+> as a field or by a format string: logger.info('… %s …', value).`,
      ]
    case 'large_records':
      return [
        `${line} takes ${bytes(one.bytesPerRecord)} a record, where ${bytes(one.usualBytes)} are usual (${cost}).`,
        'Its fields are why: log an id in place of a whole object.',
      ]
    case 'field':
      return [
        `The field ${quoted(one.field)} doubles what records take (${cost}).`,
        'Log an id or a length in its place.',
      ]
    case 'loop':
      return [
        `${line} comes ${count(Math.round(one.times))} times as often as any other line of its service (${cost}).`,
        'If it is in a loop, log once behind it, with a count.',
      ]
    case 'duplicate':
      return [
        `${line} is logged by ${count(one.services.length)} services (${cost}).`,
        'If they tell of the same request, one of them is enough: the one at the edge.',
      ]
  }
}
