import { redactText } from '../../redaction/redact-text.js'
import { cleanText } from '../terminal/clean-text.js'
import { bytes, counted, duration, usd } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import { signs } from '../terminal/signs.js'
import { widthOf } from '../terminal/table.js'
import { wrapped } from '../terminal/wrapped.js'
import { adviceText } from './advice-text.js'
import { analysisFactsText } from './analysis-facts-text.js'
import { patternCostsText } from './pattern-costs-text.js'
import type { ShownAnalysis } from './shown-analysis.js'

/** Returns an analysis for people, as wide as the screen. */
export function analysisText(shown: ShownAnalysis, screen: Screen): string {
  const { result } = shown
  if (result.records === 0)
    return `There are no records in ${shown.files.map((name) => cleanText(name, 200, screen.unicode)).join(', ')}.\n`
  const lines = [
    '',
    ...headOf(shown, screen),
    '',
    ...patternCostsText(shown, screen),
    '',
    ...analysisFactsText(shown, screen),
    '',
    ...(shown.advice ? [...adviceText(shown, screen), ''] : []),
    ...nextOf(shown, screen),
    '',
  ]
  return signs(`${lines.join('\n')}\n`, screen.unicode)
}

function headOf({ result, counts, files, monthly, usdPerGb }: ShownAnalysis, screen: Screen): string[] {
  const formats = [...result.formats].toSorted(([, a], [, b]) => b - a).map(([name]) => name)
  const facts = [
    formats.slice(0, 3).join(', ') + (formats.length > 3 ? ', …' : ''),
    counted(result.records, 'record'),
    `${bytes(result.bytes)} as billed`,
    ...spanOf(result),
  ]
  const title = files.length === 1 ? files[0]! : `${files.length} files`
  const say = (text: string) => wrapped(text, screen, 2)
  const lines = say(`${styled(screen, 'bold', cleanText(title, 60, screen.unicode))}  ${facts.join(' · ')}`)
  if (counts.interrupted)
    lines.push(...say(styled(screen, 'yellow', 'Stopped before the end: this is what was read until then.')))
  if (counts.cut > 0)
    lines.push(...say(counted(counts.cut, 'line is over a MiB and was cut.', 'lines are over a MiB and were cut.')))
  lines.push(...brokenOf(result, screen))
  const cost = styled(screen, ['bold', 'green'], usd(monthly.usd(result.bytes)))
  lines.push(
    '',
    ...say(
      monthly.factor === undefined
        ? `${cost} at ${usd(usdPerGb)} a GB. ${whyNoMonth(result)}: nothing of a month can be told.`
        : `${cost} a month at this pace: ${bytes((result.bytes * monthly.factor) / 30)} a day at ${usd(usdPerGb)} a GB.`,
    ),
  )
  return lines
}

function spanOf({ scale, clock, span }: ShownAnalysis['result']): string[] {
  if (scale.span > 0) return [`${duration(span)}, ${timeOf(scale.first)} to ${timeOf(scale.last)}`]
  return span > 0
    ? [`${duration(span)} by times of day alone, ${dayTimeOf(clock.first)} to ${dayTimeOf(clock.last)}`]
    : []
}

function whyNoMonth({ scale, clock, span }: ShownAnalysis['result']): string {
  if (span > 0 || scale.first <= scale.last) return 'The records are of less than a minute'
  return clock.isBroken
    ? 'The records say the time of day alone, which goes back'
    : 'The records do not say over which time'
}

/** Lines that begin as JSON and are none: how many, and the first three. */
function brokenOf({ formats, broken }: ShownAnalysis['result'], screen: Screen): string[] {
  const many = formats.get('broken JSON')
  if (many === undefined) return []
  return [
    ...wrapped(
      styled(
        screen,
        'yellow',
        counted(
          many,
          'line begins as JSON and is none; it counts as text:',
          'lines begin as JSON and are none; they count as text:',
        ),
      ),
      screen,
      2,
    ),
    ...broken.map(
      (line) => `    ${styled(screen, 'dim', cleanText(redactText(line), screen.width - 6, screen.unicode))}`,
    ),
  ]
}

function nextOf({ files, result, monthly }: ShownAnalysis, screen: Screen): string[] {
  const file = files.find((name) => name !== 'stdin') ?? 'app.log'
  const perDay = (result.bytes * (monthly.factor ?? 30)) / 30
  const budget = `${Math.max(0.001, Number((perDay / 5 / 1e9).toPrecision(2)))}GB/day`
  // As whoever has not installed it can run it, too.
  const command = `npx lipservice simulate ${quoted(file)} --budget ${budget}`
  const said = styled(screen, 'dim', 'A fifth of it:')
  const line = `  ${said} ${command}`
  // A command that is broken cannot be copied.
  return widthOf(line) <= screen.width ? [line] : [`  ${said}`, `    ${command}`]
}

const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)

/** Milliseconds behind midnight. */
const dayTimeOf = (millis: number): string => new Date(millis).toISOString().slice(11, 16)

const timeOf = (millis: number): string => new Date(millis).toISOString().slice(0, 16).replace('T', ' ')
