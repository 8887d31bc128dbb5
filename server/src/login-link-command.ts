import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from './config.js'
import { systemNow } from './internal/clock.js'
import { urlOf } from './internal/url.js'
import { loginLink, makeLoginCode } from './sessions/login-codes.js'
import { openStore } from './store/open-store.js'

type Environment = Parameters<typeof readConfig>[1]

const OF_THE_SERVER = { database: 'DATABASE_URL', host: 'HOST', port: 'PORT', 'public-url': 'LIPSERVICE_PUBLIC_URL' }
const OPTIONS = {
  database: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'public-url': { type: 'string' },
  team: { type: 'string', default: 'default' },
} as const

export const LOGIN_LINK_USAGE = `lipservice-server login-link: a link to the page of a running server, on the machine of the database

  It logs in once, within five minutes, as the oldest key of the team with the scope admin.

  --team <name>                                             Default: default
  --database, --public-url, or where it is not set --host and --port: as of the server. Environment: ${Object.values(OF_THE_SERVER).join(', ')}
`

/** Makes a link that logs in once. Returns what to print. @throws ConfigError, or why the database cannot be opened */
export async function loginLinkCommand(args: readonly string[], env: Environment): Promise<string> {
  if (args.includes('--help')) return LOGIN_LINK_USAGE
  const { team, ...given } = parsed(args)
  const flags = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value])
  const { database, connections, ...config } = readConfig(
    flags,
    Object.fromEntries(Object.values(OF_THE_SERVER).map((name) => [name, env[name]])),
  )
  const base = config['public-url'] || urlOf(config.host, config.port)
  if (config['public-url'] === '' && config.port === 0)
    throw new ConfigError("--port must be the server's own, 1–65535; got '0'")
  const store = await openStore({ database, connections, onError: () => {} })
  try {
    const teamId = await store.keys.findTeam(team)
    if (teamId === undefined) throw new ConfigError(`there is no team '${team.slice(0, 80)}'`)
    const made = await makeLoginCode(store, teamId, 'command line', systemNow)
    if (made === undefined)
      throw new ConfigError(
        `the team '${team.slice(0, 80)}' has no key with the scope admin; make one: keys create --name me --scopes admin`,
      )
    return `${loginLink(base, made.code)}\n`
  } finally {
    await store.close()
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}
