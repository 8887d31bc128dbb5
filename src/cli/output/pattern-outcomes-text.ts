import { redactTemplate } from '../../redaction/redact-template.js'
import { redactText } from '../../redaction/redact-text.js'
import type { SimulationResult } from '../simulation/simulation-result.js'
import { cleanText } from '../terminal/clean-text.js'
import { count, counted, percent } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import { tableOf } from '../terminal/table.js'
import { BANDS } from './shown-analysis.js'

/** Returns a table of what became of the largest patterns. */
export function patternOutcomesText({ patterns }: SimulationResult, top: number, screen: Screen): string[] {
  const lines = tableOf(
    screen,
    [
      { title: 'seen', align: 'right' },
      { title: 'kept', align: 'right' },
      { title: 'share', align: 'right', spare: 1 },
      { title: 'estimated', align: 'right', spare: 0 },
      { title: 'level', spare: 2 },
      { title: 'pattern', grows: true },
    ],
    patterns
      .slice(0, top)
      .map(({ outcome }) => [
        count(outcome.seen),
        count(outcome.kept),
        percent(outcome.kept / outcome.seen),
        count(Math.round(outcome.weight)),
        BANDS[outcome.band]!,
        (room: number) =>
          cleanText(redactTemplate(outcome.template) || redactText(outcome.example), room, screen.unicode) ||
          '(no message)',
      ]),
  )
  const rest = patterns.length - top
  return rest > 0 ? [...lines, styled(screen, 'dim', `  ${counted(rest, 'more pattern')}`)] : lines
}
