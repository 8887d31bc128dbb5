import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from './config.js'
import { epochSeconds, systemElapsed, systemNow } from './internal/clock.js'
import { KeyRing } from './keys/key-ring.js'
import { SCOPES, type Scope } from './scope.js'
import { openStore } from './store/open-store.js'
import type { StoredKey } from './store/store.js'

type Environment = Parameters<typeof readConfig>[1]

/** Who did it, in the audit. */
const ACTOR = 'command line'
const DAY_SECONDS = 86_400
const MAX_DAYS = 36_500
const OPTIONS = {
  database: { type: 'string' },
  team: { type: 'string', default: 'default' },
  name: { type: 'string' },
  scopes: { type: 'string' },
  'expires-in-days': { type: 'string' },
} as const

export const KEYS_USAGE = `lipservice-server keys: API keys, on the machine of the database, beside a running server or without one

  keys create --name <name> --scopes <${SCOPES.join(',')}> [--expires-in-days <days>]
  keys list
  keys revoke <id>

  --team <name>          Default: default; made by 'create' if there is none
  --database <database>  As of the server. Environment: DATABASE_URL
`

/** Makes, revokes or lists keys. Returns what to print. @throws ConfigError, or why the database cannot be opened */
export async function keysCommand(args: readonly string[], env: Environment): Promise<string> {
  if (args.includes('--help') || args.length === 0) return KEYS_USAGE
  const { values, positionals } = parsed(args)
  const [verb, ...rest] = positionals
  const { database, connections } = readConfig(values.database === undefined ? [] : ['--database', values.database], {
    DATABASE_URL: env['DATABASE_URL'],
  })
  const work = workOf(verb, rest, values)
  const store = await openStore({ database, connections, onError: () => {} })
  try {
    const seconds = epochSeconds(systemNow)
    const teamId =
      verb === 'create' ? await store.keys.ensureTeam(values.team, seconds) : await store.keys.findTeam(values.team)
    if (teamId === undefined) throw new ConfigError(`there is no team '${values.team.slice(0, 80)}'`)
    return await work(new KeyRing(store.keys, systemNow, systemElapsed), teamId, () => store.keys.list(teamId))
  } finally {
    await store.close()
  }
}

type Values = ReturnType<typeof parsed>['values']
type Work = (keys: KeyRing, teamId: number, list: () => Promise<StoredKey[]>) => Promise<string>

/** Checks all there is to check before the database is opened. */
function workOf(verb: string | undefined, rest: readonly string[], values: Values): Work {
  if (verb === 'create' && rest.length === 0) {
    const name = values.name ?? ''
    if (name === '' || name.length > 100)
      throw new ConfigError(`--name must have 1–100 characters; got '${name.slice(0, 80)}'`)
    const scopes = scopesOf(values.scopes)
    const days = daysOf(values['expires-in-days'])
    return async (keys, teamId) => {
      const expiresAt = days === undefined ? undefined : epochSeconds(systemNow) + Math.round(days * DAY_SECONDS)
      const { text } = await keys.create(teamId, name, scopes, ACTOR, expiresAt)
      return `${text}\n`
    }
  }
  if (verb === 'list' && rest.length === 0) return async (_keys, _teamId, list) => (await list()).map(lineOf).join('')
  if (verb === 'revoke' && rest.length === 1) {
    const id = rest[0]!
    return async (keys, teamId) => {
      if (!(await keys.revoke(teamId, id, ACTOR)))
        throw new ConfigError(`the team '${values.team}' has no key '${id.slice(0, 80)}'`)
      return `${id} is revoked; a running server refuses it within seconds\n`
    }
  }
  throw new ConfigError(`'keys' takes create, list or revoke <id>; got '${[verb, ...rest].join(' ').slice(0, 80)}'`)
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

function scopesOf(text = ''): Scope[] {
  const names = text.split(',').map((name) => name.trim())
  const scopes = SCOPES.filter((scope) => names.includes(scope))
  if (names.some((name) => !SCOPES.includes(name as Scope)))
    throw new ConfigError(`--scopes must be of ${SCOPES.join(', ')}, separated by commas; got '${text.slice(0, 80)}'`)
  return scopes
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const days = text.trim() === '' ? Number.NaN : Number(text)
  if (days > 0 && days <= MAX_DAYS) return days
  throw new ConfigError(`--expires-in-days must be above 0, and ${MAX_DAYS} at most; got '${text.slice(0, 80)}'`)
}

/** Id, scopes, what became of it, name: separated by tabs. */
function lineOf({ id, name, scopes, createdAt, revokedAt, expiresAt, lastUsedAt }: StoredKey): string {
  const day = (seconds: number) => new Date(seconds * 1_000).toISOString().slice(0, 10)
  const end =
    revokedAt !== undefined
      ? `revoked ${day(revokedAt)}`
      : expiresAt === undefined
        ? 'no end'
        : `until ${day(expiresAt)}`
  const used = lastUsedAt === undefined ? 'never used' : `used ${day(lastUsedAt)}`
  // A name can hold anything: it may not make lines of its own.
  return `${[id, scopes.join(','), `made ${day(createdAt)}`, used, end, JSON.stringify(name)].join('\t')}\n`
}
