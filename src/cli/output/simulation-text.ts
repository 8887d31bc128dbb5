import { redactTemplate } from '../../redaction/redact-template.js'
import { redactText } from '../../redaction/redact-text.js'
import type { Explanation } from '../../sampling/explanation.js'
import { keptPerSecond, missedOf, type SimulationResult, weightError } from '../simulation/simulation-result.js'
import { cleanText } from '../terminal/clean-text.js'
import { labelled } from '../terminal/labelled.js'
import { bytes, count, duration, percent, usd } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import { signs } from '../terminal/signs.js'
import { sparkline } from '../terminal/sparkline.js'
import { type Column, fits, tableOf } from '../terminal/table.js'
import { wrapped } from '../terminal/wrapped.js'
import { BANDS } from './shown-analysis.js'
import type { ShownSimulation } from './shown-simulation.js'

const DAY_SECONDS = 86_400
const SHOWN_MISSED = 3
const COMPARED = [
  'budget',
  'kept',
  'share',
  'a day',
  '$/month',
  'of budget',
  'errors kept',
  'estimates off',
  'patterns missed',
] as const

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
    ...(results.length > 1 ? [...comparisonOf(shown, screen), ''] : []),
    ...overTimeOf(first!, screen),
    '',
    ...patternsOf(first!, shown.top, screen),
    '',
    ...factsOf(shown, first!, screen),
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
    `${styled(screen, 'bold', cleanText(title, 60, screen.unicode))}  ${count(seen)} records · ${bytes(bytesSeen)} · ${duration(scale.span)}`,
  )
  const warn = (text: string) => lines.push(...say(styled(screen, 'yellow', text)))
  if (counts.interrupted) warn('Stopped before the end: this is what was read until then.')
  if (assumedTimes > 0)
    warn(`${count(assumedTimes)} records do not say when they were: ${perSecond} a second are assumed (--rate).`)
  lines.push(
    '',
    ...say(
      `${styled(screen, 'bold', name)} keeps ${styled(screen, ['bold', 'green'], `${count(kept)} records`)} (${percent(kept / seen)}), ${bytes(bytesKept)} (${percent(bytesKept / Math.max(1, bytesSeen))} of the volume).`,
    ),
  )
  return lines
}

function comparisonOf({ results, usdPerGb }: ShownSimulation, screen: Screen): string[] {
  const rows = results.map((result) => {
    const { kept, seen, bytesKept, errors, errorsKept, scale } = result
    const perDay = scale.span >= 1_000 ? (bytesKept / scale.span) * 1_000 * DAY_SECONDS : undefined
    return [
      result.name,
      count(kept),
      percent(kept / seen),
      perDay === undefined ? '–' : bytes(perDay),
      perDay === undefined ? '–' : usd((perDay * 30 * usdPerGb) / 1e9),
      ofBudget(result),
      `${count(errorsKept)} of ${count(errors)}`,
      percent(Math.abs(weightError(result))),
      count(missedOf(result).length),
    ]
  })
  const columnsOf = (titles: readonly string[]) =>
    titles.map((title, i): Column => (i === 0 ? { title } : { title, align: 'right' }))
  const columns = columnsOf(COMPARED)
  if (fits(screen, columns, rows)) return tableOf(screen, columns, rows)
  // A budget a column: narrower, while there are few.
  const [titles, ...facts] = COMPARED.map((title, i) => [title, ...rows.map((row) => row[i]!)])
  return tableOf(screen, columnsOf(titles!), facts)
}

function ofBudget(result: SimulationResult): string {
  const used = keptPerSecond(result)
  return result.budget === undefined || used === undefined ? '–' : percent(used / result.budget.perSecond)
}

function overTimeOf(result: SimulationResult, screen: Screen): string[] {
  const { seenTrend, keptTrend, budget, scale } = result
  if (scale.span === 0) return []
  const perColumn = budget === undefined ? 0 : budget.perSecond * (scale.columnMillis / 1_000)
  const amount = (value: number) => (budget?.unit === 'records' ? `${count(value)} records` : bytes(value))
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
      : line('Budget', `${amount(perColumn)} in ${duration(scale.columnMillis)}`, `${ofBudget(result)} of it used`)),
  ]
}

function patternsOf({ patterns }: SimulationResult, top: number, screen: Screen): string[] {
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
  return rest > 0 ? [...lines, styled(screen, 'dim', `  ${count(rest)} more patterns`)] : lines
}

function factsOf({ counts }: ShownSimulation, result: SimulationResult, screen: Screen): string[] {
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
        : `${count(missed.length)} patterns, such as ${missed
            .slice(0, SHOWN_MISSED)
            .map(
              ({ template, example }) =>
                `"${cleanText(redactTemplate(template) || redactText(example), 50, screen.unicode)}"`,
            )
            .join(', ')}`,
    ),
    ...(counts.cut > 0 ? [fact('Cut', `${count(counts.cut)} lines are over a MiB`)] : []),
  ].flat()
}

/** Returns how a record would be decided, a step a line. */
export function explanationText(explanation: Explanation, screen: Screen): string {
  const lines = String(explanation).split('\n')
  return `${lines.map((line) => `  ${cleanLine(line, screen)}`).join('\n')}\n\n`
}

function cleanLine(line: string, screen: Screen): string {
  const indent = /^ */.exec(line)![0]
  return indent + cleanText(redactText(line), 2_000, screen.unicode)
}
