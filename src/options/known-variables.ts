import { nearestName } from '../internal/nearest-name.js'
import type { Environment } from './destination.js'
import { OPTION_TABLE, type OptionRow } from './option-table.js'

const PREFIX = 'LIPSERVICE_'

/** Variables that are no option of ours, but read elsewhere in the SDK. */
const OTHERS = ['SAMPLING', 'LOGGERS']
/** Those of the server, which may share an environment with an app; by their kinds, which only the server knows one by one. */
const OF_THE_SERVER =
  /^(?:(?:JWT|LLM|MAX)_|POSTHOG_(?:URL|HOSTS|TEAM|EVENTS)|(?:FLUSH|REPORT|REFRESH|HISTORY|CONTROL|REVISE|SHADOW|CANARY|WATCH|DETECT)_SECONDS$|(?:CONNECTIONS|USD_PER_GB|REQUESTS_PER_SECOND|WEBHOOK_HOSTS|METRICS_TOKEN|PUBLIC_URL|SECRET_KEY)$)/

/** What people write for a variable that has another name, beside names of options. */
const MISTAKEN: Readonly<Record<string, string>> = {
  SHADOW: 'LIPSERVICE_SAMPLING=shadow',
  ENABLE_AI_SAMPLING: 'LIPSERVICE_SAMPLING=off',
  DISABLED: 'LIPSERVICE_ENABLED=false',
  DEBUG: 'LIPSERVICE_LOG_LEVEL=debug',
}

/** Variables that look like ours and are none, each with the name that was probably meant. Their values are nobody's business. */
export function unknownVariables(env: Environment): string[] {
  const suffixes = new Set(OTHERS)
  /** By what may stand behind the prefix. */
  const meant = new Map(Object.entries(MISTAKEN))
  for (const [option, row] of Object.entries(OPTION_TABLE) as [string, OptionRow][]) {
    if (row.env === undefined) continue
    if (row.env.startsWith(PREFIX)) suffixes.add(row.env.slice(PREFIX.length))
    meant.set(option.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), row.env)
  }
  for (const suffix of suffixes) meant.set(suffix, PREFIX + suffix)

  return Object.keys(env).flatMap((name) => {
    if (!name.toUpperCase().startsWith(PREFIX) || env[name] === undefined) return []
    const suffix = name.slice(PREFIX.length)
    if (name.startsWith(PREFIX) && (suffixes.has(suffix) || OF_THE_SERVER.test(suffix))) return []
    const near = nearestName(suffix.toUpperCase(), [...meant.keys()])
    return [near === undefined ? name : `${name} (did you mean ${meant.get(near)}?)`]
  })
}
