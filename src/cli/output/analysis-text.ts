import { redactTemplate } from '../../redaction/redact-template.js'
import { redactText } from '../../redaction/redact-text.js'
import { OTHERS } from '../analysis/pattern-table.js'
import { cleanText } from '../terminal/clean-text.js'
import { labelled } from '../terminal/labelled.js'
import { bytes, count, duration, percent, usd } from '../terminal/numbers.js'
import { type Screen, type Style, styled } from '../terminal/screen.js'
import { signs } from '../terminal/signs.js'
import { sparkline } from '../terminal/sparkline.js'
import { tableOf, widthOf } from '../terminal/table.js'
import { wrapped } from '../terminal/wrapped.js'
import { adviceText } from './advice-text.js'
import { BANDS, exampleOf, type ShownAnalysis } from './shown-analysis.js'

const BAND_STYLES: readonly (Style | undefined)[] = [undefined, 'dim', 'dim', undefined, 'yellow', 'red', 'magenta']
const SHOWN_FIELDS = 5
const EXAMPLE_CHARACTERS = 400

/** Returns an analysis for people, as wide as the screen. */
export function analysisText(shown: ShownAnalysis, screen: Screen): string {
  const { result } = shown
  if (result.records === 0)
    return `There are no records in ${shown.files.map((name) => cleanText(name, 200, screen.unicode)).join(', ')}.\n`
  const lines = [
    '',
    ...headOf(shown, screen),
    '',
    ...patternsOf(shown, screen),
    '',
    ...factsOf(shown, screen),
    '',
    ...(shown.advice ? [...adviceText(shown, screen), ''] : []),
    ...nextOf(shown, screen),
    '',
  ]
  return signs(`${lines.join('\n')}\n`, screen.unicode)
}

function headOf({ result, counts, files, monthly, usdPerGb }: ShownAnalysis, screen: Screen): string[] {
  const { scale } = result
  const formats = [...result.formats].toSorted(([, a], [, b]) => b - a).map(([name]) => name)
  const facts = [
    formats.slice(0, 3).join(', ') + (formats.length > 3 ? ', …' : ''),
    `${count(result.records)} records`,
    `${bytes(result.bytes)} as billed`,
    ...(scale.span > 0 ? [`${duration(scale.span)}, ${timeOf(scale.first)} to ${timeOf(scale.last)}`] : []),
  ]
  const title = files.length === 1 ? files[0]! : `${files.length} files`
  const say = (text: string) => wrapped(text, screen, 2)
  const lines = say(`${styled(screen, 'bold', cleanText(title, 60, screen.unicode))}  ${facts.join(' · ')}`)
  if (counts.interrupted)
    lines.push(...say(styled(screen, 'yellow', 'Stopped before the end: this is what was read until then.')))
  if (counts.cut > 0) lines.push(...say(`${count(counts.cut)} lines are over a MiB and were cut.`))
  lines.push(...brokenOf(result, screen))
  const cost = styled(screen, ['bold', 'green'], usd(monthly.usd(result.bytes)))
  lines.push(
    '',
    ...say(
      monthly.factor === undefined
        ? `${cost} at ${usd(usdPerGb)} a GB. The records do not say over which time: nothing of a month can be told.`
        : `${cost} a month at this pace: ${bytes((result.bytes * monthly.factor) / 30)} a day at ${usd(usdPerGb)} a GB.`,
    ),
  )
  return lines
}

/** Lines that begin as JSON and are none: how many, and the first three. */
function brokenOf({ formats, broken }: ShownAnalysis['result'], screen: Screen): string[] {
  const many = formats.get('broken JSON')
  if (many === undefined) return []
  return [
    ...wrapped(
      styled(screen, 'yellow', `${count(many)} lines begin as JSON and are none; they count as text:`),
      screen,
      2,
    ),
    ...broken.map(
      (line) => `    ${styled(screen, 'dim', cleanText(redactText(line), screen.width - 6, screen.unicode))}`,
    ),
  ]
}

function patternsOf({ result, monthly, top, examples, raw }: ShownAnalysis, screen: Screen): string[] {
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
      : [styled(screen, 'dim', `  ${count(rest)} more patterns, ${usd(monthly.usd(patterns.bytesFrom(shown.length)))}`)]
  const beyond = result.hasOthers
    ? wrapped(`${count(patterns.size - 1)} patterns are told apart; those that came later are "${OTHERS}".`, screen, 2)
    : []
  return [head!, ...withExamples, ...more, ...beyond]
}

function factsOf({ result, monthly }: ShownAnalysis, screen: Screen): string[] {
  const fact = (name: string, text: string) => labelled(screen, 'bold', name, 9, text)
  const { records, errors, failed, fields, secrets, services, patterns } = result
  const ofErrors = patterns.count((tally) => tally.errors > 0)
  const named = [...services].filter(([name]) => name !== '').toSorted(([, a], [, b]) => b - a)
  const shared = patterns.count((tally) => tally.services.length > 1)
  return [
    fact(
      'Errors',
      errors === 0
        ? 'none'
        : `${count(errors)} (${percent(errors / records)}) of ${count(ofErrors)} ${ofErrors === 1 ? 'pattern' : 'patterns'}: always kept, whatever the budget`,
    ),
    ...(failed > 0
      ? [fact('Failures', `${count(failed)} records below ERROR tell of one: patterns of their own`)]
      : []),
    ...(named.length > 1
      ? [
          fact(
            'Services',
            named
              .slice(0, 6)
              .map(([name, many]) => `${cleanText(name, 40, screen.unicode)} ${count(many)}`)
              .join(', '),
          ),
        ]
      : []),
    ...(shared > 0 ? [fact('Shared', `${count(shared)} patterns are logged by several services`)] : []),
    ...(fields.length > 0
      ? [
          fact(
            'Fields',
            fields
              .slice(0, SHOWN_FIELDS)
              .map(({ name, bytes: size }) => `${cleanText(name, 30, screen.unicode)} ${usd(monthly.usd(size))}`)
              .join(', '),
          ),
        ]
      : []),
    fact(
      'Secrets',
      secrets.length === 0
        ? 'none found'
        : `${secrets.map(({ kind, count: many }) => `${count(many)} ${kind}`).join(', ')}: masked before anything leaves a process`,
    ),
  ].flat()
}

function nextOf({ files, result, monthly }: ShownAnalysis, screen: Screen): string[] {
  const file = files.find((name) => name !== 'stdin') ?? 'app.log'
  const perDay = (result.bytes * (monthly.factor ?? 30)) / 30
  const budget = `${Math.max(0.001, Number((perDay / 5 / 1e9).toPrecision(2)))}GB/day`
  const command = `lipservice simulate ${quoted(file)} --budget ${budget}`
  const said = styled(screen, 'dim', 'A fifth of it:')
  const line = `  ${said} ${command}`
  // A command that is broken cannot be copied.
  return widthOf(line) <= screen.width ? [line] : [`  ${said}`, `    ${command}`]
}

const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)

const timeOf = (millis: number): string => new Date(millis).toISOString().slice(0, 16).replace('T', ' ')
