import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from './config.js'
import { epochSeconds, systemNow } from './internal/clock.js'
import { openStore } from './store/open-store.js'

type Environment = Parameters<typeof readConfig>[1]

const MAX_REASON = 1_000
const OPTIONS = {
  database: { type: 'string' },
  reason: { type: 'string' },
} as const

export const TEAMS_USAGE = `lipservice-server teams: on the machine of the database, beside a running server or without one

  teams remove <name> --reason <text>   With keys, services, policies, budgets and counts: all but the audit

  --database <database>  As of the server. Environment: DATABASE_URL
`

/** Removes a team. Returns what to print. @throws ConfigError, or why the database cannot be opened */
export async function teamsCommand(args: readonly string[], env: Environment): Promise<string> {
  if (args.includes('--help') || args.length === 0) return TEAMS_USAGE
  const { values, positionals } = parsed(args)
  const [verb, name, ...rest] = positionals
  if (verb !== 'remove' || name === undefined || rest.length > 0)
    throw new ConfigError(`'teams' takes remove <name>; got '${positionals.join(' ').slice(0, 80)}'`)
  const reason = values.reason?.trim() ?? ''
  if (reason === '' || reason.length > MAX_REASON)
    throw new ConfigError(`--reason must have 1–${MAX_REASON} characters; got '${reason.slice(0, 80)}'`)
  const { database, connections } = readConfig(values.database === undefined ? [] : ['--database', values.database], {
    DATABASE_URL: env['DATABASE_URL'],
  })
  const store = await openStore({ database, connections, onError: () => {} })
  try {
    const entry = { at: epochSeconds(systemNow), actor: 'command line', action: 'team.removed', service: '', reason }
    if (!(await store.teams.remove(name, { ...entry, detail: { name } })))
      throw new ConfigError(`there is no team '${name.slice(0, 80)}'`)
    return `${name} is removed; a running server refuses its keys within seconds, and its rows leave within minutes\n`
  } finally {
    await store.close()
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}
