import { redactTemplate } from '../../redaction/redact-template.js'
import { type Advice, adviceOf } from '../analysis/advice.js'
import { cleanText } from '../terminal/clean-text.js'
import { count, percent, usd } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import type { ShownAnalysis } from './shown-analysis.js'

const TEMPLATE_CHARACTERS = 70

/** Returns what can be mended at the source, two lines each. */
export function adviceText({ result, monthly }: ShownAnalysis, screen: Screen): string[] {
  const advice = adviceOf(result)
  if (advice.length === 0) return [`  ${styled(screen, 'bold', 'Advice')}   none: no line stands out`]
  const quoted = (template: string) => `"${cleanText(redactTemplate(template), TEMPLATE_CHARACTERS, screen.unicode)}"`
  const period = monthly.factor === undefined ? '' : ' a month'
  const said = (one: Advice): readonly [string, string] => {
    if (one.kind === 'varies')
      return [
        `${quoted(one.template)} makes ${count(one.patterns)} patterns of ${count(one.records)} records.`,
        `Log what varies at <+> as a field or by a format string: logger.info('… %s …', value).`,
      ]
    const { tally } = one
    const cost = `${usd(monthly.usd(tally.bytes))}${period}, ${percent(tally.bytes / result.bytes)}`
    if (one.kind === 'shared')
      return [
        `${quoted(tally.signature.template)} is logged by ${count(tally.services.size)} services (${cost}).`,
        'If they tell of the same request, one of them is enough: the one at the edge.',
      ]
    return [
      `${quoted(tally.signature.template)} costs ${cost}.`,
      one.band === 'info'
        ? 'If nobody reads it, log it at debug; or let a budget thin it.'
        : 'It is DEBUG: minimumSeverity leaves it out.',
    ]
  }
  return [
    `  ${styled(screen, 'bold', 'Advice')}`,
    ...advice.flatMap((one) => {
      const [what, how] = said(one)
      return [`    ${what}`, `      ${styled(screen, 'dim', how)}`]
    }),
  ]
}
