import { readConfig, usage } from './config.js'
import { boundGarbage } from './internal/garbage-bound.js'
import { VERSION } from './internal/version.js'
import { KEYS_USAGE, keysCommand } from './keys-command.js'
import { createLog, type Log } from './log.js'
import { LOGIN_LINK_USAGE, loginLinkCommand } from './login-link-command.js'
import { type RunningServer, startServer } from './server.js'
import { TEAMS_USAGE, teamsCommand } from './teams-command.js'

type Environment = Parameters<typeof readConfig>[1]

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** Runs the server until a signal, or does what else the command line asks for. @throws ConfigError, or why it cannot */
export async function command(args: readonly string[], env: Environment): Promise<void> {
  const answer = await answerOf(args, env)
  if (answer !== undefined) {
    process.stdout.write(answer)
    return
  }
  const config = readConfig(args, env)
  boundGarbage()
  const log = createLog(config['log-level'])
  const server = await startServer(config, log)
  let stopping = false
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      log.info({ signal }, 'stopping')
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop cleanly')
          process.exit(1)
        },
      )
    })
  }
  log.info({ url: server.url }, 'listening')
  // A terminal is a person's; what else stderr leads to is kept, and read by others.
  const link = server.firstKey !== undefined || process.stderr.isTTY ? await linkTo(server, log) : undefined
  // Not through the log, which goes to other people's machines. Last: who reads it may send a signal at once.
  process.stderr.write(banner(server, link))
}

/** Returns a link to the page; `undefined` if there is none now: the server serves nevertheless. */
function linkTo(server: RunningServer, log: Log): Promise<string | undefined> {
  return server.makeLoginLink().catch((error: unknown) => {
    log.warn({ err: error }, 'a link to the page could not be made: see lipservice-server login-link')
    return undefined
  })
}

/** Returns what is printed instead of running a server; `undefined`: a server is wanted. */
async function answerOf(args: readonly string[], env: Environment): Promise<string | undefined> {
  if (args[0] === 'keys') return keysCommand(args.slice(1), env)
  if (args[0] === 'login-link') return loginLinkCommand(args.slice(1), env)
  if (args[0] === 'teams') return teamsCommand(args.slice(1), env)
  if (args[0] === 'llm') return llmAnswer(args.slice(1), env)
  if (args.includes('--help'))
    return `${usage()}\n${KEYS_USAGE}\n${LOGIN_LINK_USAGE}\n${TEAMS_USAGE}\n${(await import('./llm-command.js')).LLM_USAGE}`
  if (args.includes('--version')) return `${VERSION}\n`
  return undefined
}

/** Loaded when it is asked for: nothing of a model is in a server that has none. */
async function llmAnswer(args: readonly string[], env: Environment): Promise<string> {
  const { llmCommand } = await import('./llm-command.js')
  const onBatch = (done: number, all: number) => process.stderr.write(`${done}/${all}\r`)
  const { text, code } = await llmCommand(args, env, process.stderr.isTTY ? onBatch : undefined)
  process.exitCode = code
  return text
}

function banner({ url, firstKey, firstIngestKey }: RunningServer, link: string | undefined): string {
  const lines = [`LipService server: ${url}`, `  API: ${url}/openapi.json`]
  if (link !== undefined) lines.push('', '  The page, logged in; once, within five minutes:', `    ${link}`)
  if (firstKey !== undefined) {
    lines.push(
      '',
      '  Keys, shown this once. Yours, which may do everything:',
      `    ${firstKey}`,
      '  For your apps, which may send reports and fetch policies:',
      `    LIPSERVICE_URL=${url} LIPSERVICE_API_KEY=${firstIngestKey}`,
    )
  }
  return `\n${lines.join('\n')}\n\n`
}
