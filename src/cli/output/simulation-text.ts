import type { SimulationResult } from '../simulation/simulation-result.js'
import { cleanText } from '../terminal/clean-text.js'
import { labelled } from '../terminal/labelled.js'
import { bytes, counted, duration, percent } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import { signs } from '../terminal/signs.js'
import { sparkline } from '../terminal/sparkline.js'
import { wrapped } from '../terminal/wrapped.js'
import { comparisonText, shareOfBudget } from './comparison-text.js'
import { patternOutcomesText } from './pattern-outcomes-text.js'
import type { ShownSimulation } from './shown-simulation.js'
import { simulationFactsText } from './simulation-facts-text.js'

/** Returns what budgets came to, for people. */
export function simulationText(shown: ShownSimulation, screen: Screen): string {
  const { results, files } = shown
  const [first] = results
  if (first!.seen === 0)
    return `There are no records in ${files.map((name) => cleanText(name, 200, screen.unicode)).join(', ')}.\n`
  const lines = [
    '',
    ...headOf(shown, first!, screen),
    '',
    ...(results.length > 1 ? [...comparisonText(shown, screen), ''] : []),
    ...overTimeOf(first!, screen),
    '',
    ...patternOutcomesText(first!, shown.top, screen),
    '',
    ...simulationFactsText(shown, first!, screen),
    '',
  ]
  return signs(`${lines.join('\n')}\n`, screen.unicode)
}

function headOf(
  { files, counts, assumedTimes, perSecond }: ShownSimulation,
  result: SimulationResult,
  screen: Screen,
): string[] {
  const title = files.length === 1 ? files[0]! : `${files.length} files`
  const { seen, kept, scale, bytesSeen, bytesKept, name } = result
  const say = (text: string) => wrapped(text, screen, 2)
  const lines = say(
    `${styled(screen, 'bold', cleanText(title, 60, screen.unicode))}  ${counted(seen, 'record')} · ${bytes(bytesSeen)} · ${duration(scale.span)}`,
  )
  const warn = (text: string) => lines.push(...say(styled(screen, 'yellow', text)))
  if (counts.interrupted) warn('Stopped before the end: this is what was read until then.')
  if (assumedTimes > 0)
    warn(
      `${counted(assumedTimes, 'record does not say when it was', 'records do not say when they were')}: ${perSecond} a second are assumed (--rate).`,
    )
  lines.push(
    '',
    ...say(
      `${styled(screen, 'bold', name)} keeps ${styled(screen, ['bold', 'green'], counted(kept, 'record'))} (${percent(kept / seen)}), ${bytes(bytesKept)} (${percent(bytesKept / Math.max(1, bytesSeen))} of the volume).`,
    ),
  )
  return lines
}

function overTimeOf(result: SimulationResult, screen: Screen): string[] {
  const { seenTrend, keptTrend, budget, scale } = result
  if (scale.span === 0) return []
  const perColumn = budget === undefined ? 0 : budget.perSecond * (scale.columnMillis / 1_000)
  const amount = (value: number) => (budget?.unit === 'records' ? counted(value, 'record') : bytes(value))
  const line = (name: string, text: string, note: string) => labelled(screen, 'bold', name, 10, `${text}  ${note}`)
  return [
    ...line(
      'Logged',
      styled(screen, 'cyan', sparkline(seenTrend, screen.unicode)),
      `at most ${amount(Math.max(...seenTrend))} in ${duration(scale.columnMillis)}`,
    ),
    ...line(
      'Kept',
      styled(screen, 'green', sparkline(keptTrend, screen.unicode)),
      `at most ${amount(Math.max(...keptTrend))}`,
    ),
    ...(budget === undefined
      ? []
      : line(
          'Budget',
          `${amount(perColumn)} in ${duration(scale.columnMillis)}`,
          `${shareOfBudget(result)} of it used`,
        )),
  ]
}
