import { nearestName } from '../../../internal/nearest-name.js'
import { unknownVariables } from '../../../options/known-variables.js'
import { settingOf } from '../../../options/notices.js'
import { OPTION_TABLE, type OptionRow } from '../../../options/option-table.js'
import { resolveOptions } from '../../../options/resolve-options.js'
import { findersOf } from '../../../runtime/zero-code.js'
import { OWN_VARIABLES, settingsOfOurs } from '../app/own-variables.js'
import type { Settings } from '../app/settings.js'
import type { Check, Finding } from '../finding.js'

/** Destinations that are valid, so that only the variable under test can be wrong. */
const BASES = [{ POSTHOG_API_KEY: 'phc_doctor' }, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }]
const MISTAKEN: Readonly<Record<string, string>> = {
  POSTHOG_KEY: 'POSTHOG_API_KEY',
  POSTHOG_TOKEN: 'POSTHOG_API_KEY',
  POSTHOG_PROJECT_KEY: 'POSTHOG_API_KEY',
  POSTHOG_PROJECT_TOKEN: 'POSTHOG_API_KEY',
  POSTHOG_PROJECT_API_KEY: 'POSTHOG_API_KEY',
  POSTHOG_URL: 'POSTHOG_HOST',
  POSTHOG_API_HOST: 'POSTHOG_HOST',
}
const OF_OTHERS = /^(?:POSTHOG_|OTEL_(?:SERVICE|RESOURCE(?!_DETECT)))/

/** Variables: names that nobody reads, values that cannot be, and options that want another one. */
export const variables: Check = {
  title: 'Variables',
  run({ settings }) {
    const count = settingsOfOurs(settings).length
    const findings = [...unknown(settings), ...bad(settings), ...idle(settings)]
    return { says: count === 0 ? 'none is set' : `${count} set`, findings }
  },
}

function unknown({ all, env, unread }: Settings): Finding[] {
  const inFiles = new Map(unread.flatMap(({ name, values }) => Object.keys(values).map((one) => [one, name] as const)))
  // A file that nothing reads yet is about to be read.
  const mistyped = unknownVariables({ ...Object.fromEntries(inFiles), ...env }).map((text) => {
    const [, name = text, meant] = /^(\S+)(?: \(did you mean (.*)\?\))?$/.exec(text) ?? []
    return { name, meant }
  })
  const ofOthers = [...all.keys()].flatMap((name) => {
    if (!OF_OTHERS.test(name) || OWN_VARIABLES.includes(name)) return []
    const meant = MISTAKEN[name] ?? nearBy(name)
    // Where the right one is there, the other is somebody else's.
    return meant === undefined || all.has(meant) ? [] : [{ name, meant }]
  })
  return [...mistyped, ...ofOthers].map(({ name, meant }) => ({
    name: 'unknown_variable' as const,
    what: `nobody reads ${name} (${all.get(name)?.from ?? inFiles.get(name) ?? 'environment'})`,
    fix: meant === undefined ? 'take it out' : `it is ${meant}`,
    change: meant === undefined ? [`- ${name}`] : [`- ${name}`, `+ ${meant.includes('=') ? meant : `${meant}=…`}`],
  }))
}

function nearBy(name: string): string | undefined {
  const meant = nearestName(
    name,
    OWN_VARIABLES.filter((one) => OF_OTHERS.test(one)),
  )
  return meant === undefined || meant.includes(name) || name.includes(meant) ? undefined : meant
}

function bad(settings: Settings): Finding[] {
  return settingsOfOurs(settings).flatMap(({ name, value, from }) => {
    const problem = name === 'LIPSERVICE_LOGGERS' ? thrownBy(() => findersOf(value)) : problemOf(name, value)
    if (problem === undefined) return []
    const says = problem.replace(/^lipservice: /, '')
    const allowed = / must be (.*); got /s.exec(says)?.[1]
    return [
      {
        name: 'bad_value' as const,
        what: `${says} (${from})`,
        fix: allowed === undefined ? `correct ${name}` : `set ${name} to ${allowed}`,
        change: [`- ${name}`, `+ ${name}=${allowed === undefined ? '…' : `<${allowed}>`}`],
      },
    ]
  })
}

function problemOf(name: string, value: string): string | undefined {
  for (const base of BASES) {
    // A key of PostHog goes before an endpoint.
    if (name.includes('ENDPOINT') && base.POSTHOG_API_KEY !== undefined) continue
    const problem = thrownBy(() => resolveOptions({}, { ...base, [name]: value }))
    if (problem?.includes(name)) return problem
  }
  return undefined
}

function thrownBy(work: () => unknown): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function idle({ all }: Settings): Finding[] {
  const rows = Object.entries(OPTION_TABLE) as [string, OptionRow][]
  const table = Object.fromEntries(rows)
  return Object.values(table).flatMap(({ env, needs }) => {
    const needed = needs === undefined ? undefined : table[needs]!.env
    if (env === undefined || needs === undefined || needed === undefined) return []
    const setting = all.get(env)
    if (!setting?.value || all.get(needed)?.value) return []
    return [
      {
        name: 'no_effect' as const,
        what: `${env} (${setting.from}) has no effect without ${settingOf(needs)}`,
        fix: `set ${needed}, or take ${env} out`,
        change: [`+ ${needed}=…`],
      },
    ]
  })
}
