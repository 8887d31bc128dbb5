import type { App } from '../app/app.js'
import { isBelow, isWithin } from '../app/versions.js'
import type { Check, Finding } from '../finding.js'
import { knownLogger, LOGGER_NAMES, LOGGERS, type LoggerName } from '../loggers.js'
import { wiringOf } from '../wiring.js'

/** Loggers: which there are, whether their versions are known, and whether zero code would find them. */
export const loggers: Check = {
  title: 'Loggers',
  run(app) {
    const found = LOGGER_NAMES.flatMap((name) => {
      const version = name === 'console' ? '' : versionFor(app, name)
      return version === undefined ? [] : [{ name, version }]
    })
    const findings = found.flatMap(({ name, version }) => findingsOf(app, name, version))
    const says = found.map(({ name, version }) => (version === '' ? name : `${name} ${version}`)).join(', ')
    return { says, findings }
  },
}

/** Of the copy that the app's own code loads. */
function versionFor(app: App, name: LoggerName): string | undefined {
  const { package: packageName = name } = knownLogger(name)
  if (!app.dependsOn(packageName) && !app.sources.imports.has(packageName)) return undefined
  return app.installed(packageName)[0]?.version
}

function findingsOf(app: App, name: LoggerName, version: string): Finding[] {
  const { package: packageName = name, range, zeroCodeFrom } = knownLogger(name)
  if (range === undefined) return []
  const [from, below] = range
  if (!isWithin(version, range)) {
    const isOld = isBelow(version, from)
    return [
      {
        name: isOld ? 'package_too_old' : 'package_not_known',
        what: `${packageName} ${version} is ${isOld ? `too old: it cannot be wrapped before ${from}` : `newer than what is known here, ${from} to below ${below}`}`,
        fix: isOld ? `update it to ${from} or later` : 'update lipservice',
        change: [isOld ? `${app.install} ${packageName}@^${from}` : `${app.install} lipservice@latest`],
      },
    ]
  }
  if (zeroCodeFrom === undefined || !isBelow(version, zeroCodeFrom) || wiringOf(app).wrapped.has(name)) return []
  if (!wiringOf(app).isZeroCode) return []
  return [
    {
      name: 'too_old_for_zero_code',
      what: `${packageName} ${version} cannot be found by zero code, which needs ${zeroCodeFrom}`,
      fix: `update it to ${zeroCodeFrom} or later, or wrap it in code: ${LOGGERS[name].line}`,
      change: [`${app.install} ${packageName}@^${zeroCodeFrom}`],
    },
  ]
}
