import { cleanText } from '../../terminal/clean-text.js'
import { bytes, count, counted, percent, usd } from '../../terminal/numbers.js'
import { type Screen, type Style, styled } from '../../terminal/screen.js'
import { signs } from '../../terminal/signs.js'
import { sparkline } from '../../terminal/sparkline.js'
import { tableOf } from '../../terminal/table.js'
import { wrapped } from '../../terminal/wrapped.js'
import type { PatternSavings } from './pattern-sum.js'
import type { Savings } from './savings.js'
import { freeSavingOf, monthUsd, partUsd, type ShownSavings, sayingsOf } from './shown-savings.js'

const LEVEL_STYLES: Readonly<Partial<Record<string, Style>>> = {
  DEBUG: 'dim',
  TRACE: 'dim',
  WARNING: 'yellow',
  ERROR: 'red',
  CRITICAL: 'magenta',
}
const SHOWN_SERVICES = 8
const WIDE = 100

/** Returns what budgets would have saved, for people. */
export function savingsText(shown: ShownSavings, screen: Screen): string {
  const { savings } = shown.budgets[0]!
  if (savings.seen === 0)
    return `There are no logs in project ${shown.project} in these ${shown.asked} hours.${shown.problem === undefined ? '' : ` ${shown.problem}`}\n`
  const lines = [
    '',
    ...headOf(shown, screen),
    '',
    ...budgetsOf(shown, screen),
    '',
    ...servicesOf(shown, screen),
    ...patternsOf(shown, screen),
    '',
    ...sayingsOf(shown).flatMap((said) => wrapped(said, screen, 2).map((line) => styled(screen, 'dim', line))),
    ...(shown.problem === undefined
      ? []
      : wrapped(cleanText(shown.problem, 400, screen.unicode), screen, 2).map((line) =>
          styled(screen, 'yellow', line),
        )),
    '',
    ...wrapped('Nothing was stored and nothing was changed. To keep less from the first minute on:', screen, 2).map(
      (line) => styled(screen, 'dim', line),
    ),
    '    lipservice init',
    '',
  ]
  return signs(`${lines.join('\n')}\n`, screen.unicode)
}

function headOf(shown: ShownSavings, screen: Screen): string[] {
  const { savings, name } = shown.budgets[0]!
  const { project, hours, asked, trend } = shown
  const [now, then] = [
    monthUsd(shown, savings.bytesNow),
    monthUsd(shown, Math.min(savings.bytesKept, savings.bytesNow)),
  ]
  const read = hours === asked ? counted(hours, 'hour') : `${count(hours)} of ${count(asked)} hours`
  const line = sparkline(
    trend.map((point) => point.bytes),
    screen.unicode,
  )
  const free = freeSavingOf(shown)
  const saved =
    free === undefined
      ? `You would save ${styled(screen, ['bold', 'green'], `${usd(now - then)} a month`)}: ${usd(then)} instead of ${usd(now)}, by ${name}.`
      : `You would send ${styled(screen, ['bold', 'green'], `${bytes(free.bytesLess)} a month less`)} of ${bytes(free.bytesNow)}, by ${name}; both are free.`
  const say = (text: string) => wrapped(text, screen, 2)
  return [
    ...say(
      `${styled(screen, 'bold', `PostHog project ${project}`)}  ${read} · ${counted(savings.seen, 'record')} · ${bytes(savings.bytesNow)} as billed`,
    ),
    `  ${styled(screen, 'cyan', line)}`,
    '',
    ...say(saved),
    ...say(
      `${styled(screen, 'bold', savings.errors === 0 ? 'There are no errors in it' : errorsText(savings))}; every pattern is kept, the rare ones whole; counts stay exact by their weights.`,
    ),
  ]
}

function errorsText({ errors, errorsKept }: Savings): string {
  return Math.round(errorsKept) === Math.round(errors)
    ? `All ${count(errors)} errors are kept`
    : `${count(errorsKept)} of ${count(errors)} errors are kept`
}

function budgetsOf(shown: ShownSavings, screen: Screen): string[] {
  const rows = shown.budgets.map(({ name, savings }) => {
    const kept = Math.min(savings.bytesKept, savings.bytesNow)
    return [
      name,
      percent(savings.kept / Math.max(1, savings.seen)),
      bytes(kept),
      usd(monthUsd(shown, kept)),
      styled(screen, 'green', usd(monthUsd(shown, savings.bytesNow) - monthUsd(shown, kept))),
      savings.errors === 0 ? '–' : percent(savings.errorsKept / savings.errors),
    ]
  })
  const right = (title: string) => ({ title, align: 'right' as const })
  const columns = [
    { title: 'budget' },
    { ...right('records kept'), spare: 1 },
    { ...right('volume'), spare: 0 },
    right('$/month'),
    right('saved'),
    { ...right('errors kept'), spare: 2 },
  ]
  return tableOf(screen, columns, rows)
}

function servicesOf(shown: ShownSavings, screen: Screen): string[] {
  const { savings } = shown.budgets[0]!
  const services = [...Map.groupBy(savings.patterns, ({ service }) => service)].map(([service, patterns]) => {
    const total = (of: (pattern: PatternSavings) => number) => patterns.reduce((sum, pattern) => sum + of(pattern), 0)
    return { service, seen: total((of) => of.seen), now: total((of) => of.bytesNow), kept: total((of) => of.bytesKept) }
  })
  if (services.length < 2) return []
  const rows = services
    .toSorted((a, b) => b.now - a.now)
    .slice(0, SHOWN_SERVICES)
    .map(({ service, seen, now, kept }) => [
      cleanText(service, 40, screen.unicode),
      count(seen),
      usd(partUsd(shown, now)),
      usd(partUsd(shown, Math.min(now, kept))),
      styled(screen, 'green', usd(partUsd(shown, Math.max(0, now - kept)))),
    ])
  const right = (title: string) => ({ title, align: 'right' as const })
  const more = services.length - SHOWN_SERVICES
  return [
    ...tableOf(
      screen,
      [
        { title: 'service' },
        { ...right('records'), spare: 1 },
        { ...right('now'), spare: 0 },
        right('then'),
        right('saved'),
      ],
      rows,
    ),
    ...(more > 0 ? [styled(screen, 'dim', `  ${counted(more, 'more service')}`)] : []),
    '',
  ]
}

function patternsOf(shown: ShownSavings, screen: Screen): string[] {
  const { patterns } = shown.budgets[0]!.savings
  const isWide = screen.width >= WIDE
  const bySaving = patterns.toSorted((a, b) => b.bytesNow - b.bytesKept - (a.bytesNow - a.bytesKept))
  const rows = bySaving.slice(0, shown.top).map((pattern) => {
    const { template, severity, service, seen, kept, bytesNow, bytesKept, whole } = pattern
    const style = LEVEL_STYLES[severity]
    return [
      styled(screen, 'green', usd(partUsd(shown, Math.max(0, bytesNow - bytesKept)))),
      ...(isWide ? [usd(partUsd(shown, bytesNow))] : []),
      seenText(pattern),
      whole === undefined ? percent(kept / Math.max(1e-9, seen)) : styled(screen, 'bold', 'all'),
      style === undefined ? severity : styled(screen, style, severity),
      ...(isWide ? [cleanText(service, 20, screen.unicode)] : []),
      (room: number) => {
        const text = cleanText(template, room, screen.unicode)
        return text === '' ? styled(screen, 'dim', '(no message)') : text
      },
    ]
  })
  const right = (title: string) => ({ title, align: 'right' as const })
  const columns = [
    right('saved'),
    ...(isWide ? [right('$/month')] : []),
    { ...right('records'), spare: 0 },
    right('kept'),
    { title: 'level' },
    ...(isWide ? [{ title: 'service' }] : []),
    { title: 'pattern', grows: true },
  ]
  const rest = bySaving.slice(shown.top)
  const saved = rest.reduce((sum, { bytesNow, bytesKept }) => sum + Math.max(0, bytesNow - bytesKept), 0)
  return [
    ...tableOf(screen, columns, rows),
    ...(rest.length > 0
      ? [styled(screen, 'dim', `  ${counted(rest.length, 'more pattern')}, ${usd(partUsd(shown, saved))}`)]
      : []),
  ]
}

function seenText({ seen, isEstimated, standardError }: PatternSavings): string {
  if (!isEstimated) return count(seen)
  if (standardError === 0) return `~${count(seen)}`
  return `~${count(seen)} ±${count(1.96 * standardError)}`
}
