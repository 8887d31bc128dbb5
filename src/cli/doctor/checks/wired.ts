import type { App } from '../app/app.js'
import type { Check, Finding } from '../finding.js'
import { LOGGERS, type LoggerName } from '../loggers.js'
import { type Wiring, wiringOf } from '../wiring.js'

/** Whether anything starts it, and whether each logger goes through it. */
export const wired: Check = {
  title: 'Wiring',
  run(app) {
    const wiring = wiringOf(app)
    if (app.manifest === undefined || app.manifest['name'] === 'lipservice') return { says: undefined, findings: [] }
    if (wiring.isZeroCode) return { says: 'zero code, by lipservice/register', findings: [] }
    if (!wiring.isInCode) {
      // What stands behind the script is a finding of its own.
      if (wiring.registers.length > 0) return { says: undefined, findings: [] }
      return { says: 'not started', findings: [notWired(app)] }
    }
    const says = ['configureAdaptiveLogging', ...wiring.wrapped].join(', ')
    return { says: `in code: ${says}`, findings: unwrapped(app, wiring) }
  },
}

const notWired = (app: App): Finding => ({
  name: 'not_wired',
  what: 'nothing starts lipservice: neither --import lipservice/register nor configureAdaptiveLogging() in the code',
  fix: 'start the app with it, or ask lipservice init for the lines of your logger',
  change: startLine(app),
})

function startLine({ manifest }: App): string[] {
  const start = (manifest?.['scripts'] as Record<string, unknown> | undefined)?.['start']
  if (typeof start !== 'string' || !/^node\s/.test(start)) return ['node --import lipservice/register app.js']
  return [
    `- "start": ${JSON.stringify(start)}`,
    `+ "start": ${JSON.stringify(start.replace(/^node\s/, 'node --import lipservice/register '))}`,
  ]
}

function unwrapped({ sources }: App, { wrapped }: Wiring): Finding[] {
  const names: LoggerName[] = ['pino', 'winston', 'nest']
  return names.flatMap((name) => {
    const { package: packageName, entry, line } = LOGGERS[name as Exclude<LoggerName, 'console'>]
    if (wrapped.has(name) || !sources.imports.has(packageName)) return []
    // Nest's own logger is not everybody's: who imports Nest may log by something else.
    if (name === 'nest' && wrapped.size > 0) return []
    return [
      {
        name: 'logger_not_wrapped' as const,
        what: `the code makes ${name} loggers and wraps none: nothing of them is sampled or sent`,
        fix: `wrap it where it is made, by ${entry}`,
        change: [`+ import { ${/\w+(?=\()/.exec(line.replace(/^.*?(wrap)/, '$1'))![0]} } from '${entry}'`, `+ ${line}`],
      },
    ]
  })
}
