import { cleanText } from '../terminal/clean-text.js'
import { type Screen, styled } from '../terminal/screen.js'
import { wrapped } from '../terminal/wrapped.js'
import type { App } from './app/app.js'
import { settingsOfOurs, shownValue } from './app/own-variables.js'
import { type Examined, findingsOf } from './examine.js'
import { type Finding, severityOf } from './finding.js'
import { shippedBy } from './shipped.js'

const INDENT = 4
const MAX_CHARACTERS = 600

/** Returns what the doctor found, for people. @param withChanges also the lines to change */
export function reportText(app: App, examined: readonly Examined[], screen: Screen, withChanges: boolean): string {
  const findings = findingsOf(examined)
  return `${[
    '',
    ...examined
      .filter(({ says, findings: found }) => says !== undefined || found.length > 0)
      .flatMap((one) => linesOf(one, screen)),
    ...variablesOf(app, screen),
    ...(withChanges ? changesOf(findings, screen) : []),
    '',
    ...wrapped(shippedBy(app), screen, 2),
    `  ${verdictOf(findings, screen)}`,
    '',
  ].join('\n')}\n`
}

function linesOf({ title, says, findings }: Examined, screen: Screen): string[] {
  const worst = findings.some((one) => severityOf(one) === 'error') ? 'error' : findings.length > 0 ? 'warning' : 'ok'
  const head = `  ${markOf(worst, screen)} ${styled(screen, 'bold', title.padEnd(19))}`
  return [
    `${head}${cleanText(says ?? '', Math.max(12, screen.width - 24), screen.unicode)}`.trimEnd(),
    ...findings.flatMap((one) => findingLines(one, screen)),
  ]
}

function findingLines(finding: Finding, screen: Screen): string[] {
  const style = severityOf(finding) === 'error' ? 'red' : 'yellow'
  const arrow = screen.unicode ? '→' : '->'
  return [
    ...wrapped(`${clean(finding.what, screen)} [${finding.name}]`, screen, INDENT).map((line) =>
      styled(screen, style, line),
    ),
    ...wrapped(`${arrow} ${clean(finding.fix, screen)}`, screen, INDENT),
  ]
}

function variablesOf({ settings }: App, screen: Screen): string[] {
  const ours = settingsOfOurs(settings)
  if (ours.length === 0) return []
  const width = Math.min(40, Math.max(...ours.map(({ name }) => name.length)))
  return [
    '',
    `  ${styled(screen, 'bold', 'Variables as the app sees them')}`,
    ...ours.map((setting) => {
      const from = setting.from === 'environment' ? '' : styled(screen, 'dim', `  (${clean(setting.from, screen)})`)
      return `    ${clean(setting.name, screen).padEnd(width)}  ${cleanText(shownValue(setting), Math.max(12, screen.width - width - 24), screen.unicode)}${from}`
    }),
  ]
}

/** Lines of a shell or a diff, not wrapped: they are for copying. */
function changesOf(findings: readonly Finding[], screen: Screen): string[] {
  const changes = findings.filter(({ change }) => change !== undefined)
  if (changes.length === 0) return []
  return [
    '',
    `  ${styled(screen, 'bold', 'What to change')}`,
    ...changes.flatMap(({ name, fix, change }) => [
      '',
      styled(screen, 'dim', `    # ${name}: ${clean(fix, screen)}`),
      ...change!.map((line) => `    ${clean(line, screen)}`),
    ]),
  ]
}

function verdictOf(findings: readonly Finding[], screen: Screen): string {
  if (findings.length === 0) return styled(screen, 'green', 'Nothing is wrong.')
  const errors = findings.filter((one) => severityOf(one) === 'error').length
  const warnings = findings.length - errors
  const parts = [
    errors > 0 && `${errors} ${errors === 1 ? 'error' : 'errors'}`,
    warnings > 0 && `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
  ]
  return styled(screen, errors > 0 ? 'red' : 'yellow', `${parts.filter(Boolean).join(', ')}.`)
}

function markOf(worst: 'ok' | 'warning' | 'error', screen: Screen): string {
  if (worst === 'ok') return styled(screen, 'green', screen.unicode ? '✓' : '+')
  return worst === 'error' ? styled(screen, 'red', screen.unicode ? '✗' : 'x') : styled(screen, 'yellow', '!')
}

const clean = (text: string, { unicode }: Screen): string => cleanText(text, MAX_CHARACTERS, unicode)
