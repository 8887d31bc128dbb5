import { redactTemplate } from '../../redaction/redact-template.js'
import { redactText } from '../../redaction/redact-text.js'
import { missedOf, type SimulationResult, weightError } from '../simulation/simulation-result.js'
import { cleanText } from '../terminal/clean-text.js'
import { labelled } from '../terminal/labelled.js'
import { count, counted, percent } from '../terminal/numbers.js'
import type { Screen } from '../terminal/screen.js'
import type { ShownSimulation } from './shown-simulation.js'

const SHOWN_MISSED = 3

/** Returns what else is said of a budget, a line a fact: reasons, errors, estimates, what is missed. */
export function simulationFactsText({ counts }: ShownSimulation, result: SimulationResult, screen: Screen): string[] {
  const fact = (name: string, text: string) => labelled(screen, 'bold', name, 10, text)
  const reasons = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .filter(([, many]) => many > 0)
      .map(([reason, many]) => `${reason} ${count(many)}`)
      .join(', ') || 'none'
  const missed = missedOf(result)
  const { errors, errorsKept } = result
  return [
    fact('Kept', reasons(result.keptByReason)),
    fact('Dropped', reasons(result.dropped)),
    fact('Errors', errors === 0 ? 'none' : `${count(errorsKept)} of ${count(errors)} kept`),
    fact(
      'Estimates',
      `total by weights ${count(Math.round(result.weight))}, off by ${percent(Math.abs(weightError(result)))}`,
    ),
    fact(
      'Missed',
      missed.length === 0
        ? 'no pattern: of each at least one record is kept'
        : `${counted(missed.length, 'pattern')}, such as ${missed
            .slice(0, SHOWN_MISSED)
            .map(
              ({ template, example }) =>
                `"${cleanText(redactTemplate(template) || redactText(example), 50, screen.unicode)}"`,
            )
            .join(', ')}`,
    ),
    ...(counts.cut > 0 ? [fact('Cut', counted(counts.cut, 'line is over a MiB', 'lines are over a MiB'))] : []),
  ].flat()
}
