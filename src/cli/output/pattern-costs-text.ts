import { redactTemplate } from '../../redaction/redact-template.js'
import { OTHERS } from '../analysis/pattern-table.js'
import { cleanText } from '../terminal/clean-text.js'
import { count, counted, percent, usd } from '../terminal/numbers.js'
import { type Screen, type Style, styled } from '../terminal/screen.js'
import { sparkline } from '../terminal/sparkline.js'
import { tableOf } from '../terminal/table.js'
import { wrapped } from '../terminal/wrapped.js'
import { BANDS, exampleOf, type ShownAnalysis } from './shown-analysis.js'

const BAND_STYLES: readonly (Style | undefined)[] = [undefined, 'dim', 'dim', undefined, 'yellow', 'red', 'magenta']
const EXAMPLE_CHARACTERS = 400

/** Returns a table of the dearest patterns. */
export function patternCostsText({ result, monthly, top, examples, raw }: ShownAnalysis, screen: Screen): string[] {
  const { patterns, scale } = result
  const narrow = screen.width < 90
  const shown = patterns.first(top)
  const rows = shown.map((tally) => {
    const style = BAND_STYLES[tally.band]
    const level = BANDS[tally.band]!
    const template = redactTemplate(tally.signature.template)
    return [
      usd(monthly.usd(tally.bytes)),
      percent(tally.bytes / result.bytes),
      count(tally.records),
      style === undefined ? level : styled(screen, style, level),
      ...(narrow || scale.span === 0 ? [] : [styled(screen, 'cyan', sparkline(tally.trend, screen.unicode))]),
      (room: number) => {
        const text = cleanText(template, room, screen.unicode)
        return text === '' ? styled(screen, 'dim', '(no message)') : text
      },
    ]
  })
  const lines = tableOf(
    screen,
    [
      { title: monthly.factor === undefined ? '$' : '$/month', align: 'right' },
      { title: 'share', align: 'right', spare: 0 },
      { title: 'records', align: 'right' },
      { title: 'level', spare: 1 },
      ...(narrow || scale.span === 0 ? [] : [{ title: 'over time' }]),
      { title: 'pattern', grows: true },
    ],
    rows,
  )
  const [head, ...body] = lines
  const withExamples = examples
    ? body.flatMap((line, i) => {
        const text = cleanText(exampleOf(shown[i]!, raw), EXAMPLE_CHARACTERS, screen.unicode)
        return [line, `      ${styled(screen, 'dim', text)}`]
      })
    : body
  const rest = patterns.size - shown.length
  const more =
    rest === 0
      ? []
      : [
          styled(
            screen,
            'dim',
            `  ${counted(rest, 'more pattern')}, ${usd(monthly.usd(patterns.bytesFrom(shown.length)))}`,
          ),
        ]
  const beyond = result.hasOthers
    ? wrapped(`${count(patterns.size - 1)} patterns are told apart; those that came later are "${OTHERS}".`, screen, 2)
    : []
  return [head!, ...withExamples, ...more, ...beyond]
}
