import { nearestName } from '../internal/nearest-name.js'
import type { Environment } from './destination.js'
import { OPTION_TABLE, type OptionRow } from './option-table.js'

const PREFIX = 'LIPSERVICE_'

/** Variables that are no option of ours: read elsewhere in the SDK, and by the server, which may share an environment with an app. */
const OTHERS = ['SAMPLING', 'LOGGERS']
const OF_THE_SERVER =
  'CONNECTIONS FLUSH_SECONDS REPORT_SECONDS USD_PER_GB MAX_SERVICES MAX_PATTERNS MAX_PENDING REQUESTS_PER_SECOND REFRESH_SECONDS HISTORY_SECONDS CONTROL_SECONDS REVISE_SECONDS SHADOW_SECONDS CANARY_SECONDS WATCH_SECONDS DETECT_SECONDS WEBHOOK_HOSTS METRICS_TOKEN JWT_JWKS_URL JWT_SECRET JWT_ISSUER JWT_AUDIENCE JWT_CLOCK_SKEW_SECONDS JWT_CREATE_TEAMS PUBLIC_URL POSTHOG_URL'.split(
    ' ',
  )

/** What people write for a variable that has another name, beside names of options. */
const MISTAKEN: Readonly<Record<string, string>> = {
  SHADOW: 'LIPSERVICE_SAMPLING=shadow',
  ENABLE_AI_SAMPLING: 'LIPSERVICE_SAMPLING=off',
  DISABLED: 'LIPSERVICE_ENABLED=false',
  DEBUG: 'LIPSERVICE_LOG_LEVEL=debug',
}

/** Variables that look like ours and are none, each with the name that was probably meant. Their values are nobody's business. */
export function unknownVariables(env: Environment): string[] {
  const suffixes = new Set([...OTHERS, ...OF_THE_SERVER])
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
    if (name.startsWith(PREFIX) && suffixes.has(suffix)) return []
    const near = nearestName(suffix.toUpperCase(), [...meant.keys()])
    return [near === undefined ? name : `${name} (did you mean ${meant.get(near)}?)`]
  })
}
