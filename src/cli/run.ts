import { defineCommand, runCommand, type SubCommandsDef } from 'citty'
import { systemClock } from '../internal/clock.js'
import { PACKAGE_VERSION } from '../internal/versions.js'
import { withoutKeys } from '../redaction/without-keys.js'
import { type CommandContext, EXIT, type ExitCode } from './command/command-context.js'
import { UsageError } from './command/usage-error.js'
import { checkHelp, checkNames } from './commands/check-names.js'
import type { Definition } from './help/described.js'
import { InputError } from './input/input-error.js'
import { cleanText } from './terminal/clean-text.js'
import { screenOf } from './terminal/screen.js'

const MAX_COMPLAINT_CHARACTERS = 2_000

type Process = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>

type Make = (context: CommandContext, end: (code: ExitCode) => void) => Definition

/** All commands by name; each is loaded when it is called. A new one is a file in commands/ and a line here. */
const COMMANDS = {
  analyze: async () => (await import('./commands/analyze.js')).analyze,
  simulate: async () => (await import('./commands/simulate.js')).simulate,
  tail: async () => (await import('./commands/tail.js')).tail,
  init: async () => (await import('./commands/init.js')).init,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
  policy: async () => (await import('./commands/policy.js')).policy,
  explain: async () => (await import('./commands/explain.js')).explain,
  wish: async () => (await import('./commands/wish.js')).wish,
  spool: async () => (await import('./commands/spool.js')).spool,
  posthog: async () => (await import('./commands/posthog.js')).posthog,
  completions: async () => (await import('./commands/completions.js')).completions,
} satisfies Readonly<Record<string, () => Promise<Make>>>
type CommandName = keyof typeof COMMANDS
const NAMES = Object.keys(COMMANDS) as CommandName[]
/** Their names alone. */
const UNLOADED = Object.fromEntries(NAMES.map((one) => [one, {}]))

/** Loads commands, all of them unless some are named. */
export async function commandsOf(
  context: CommandContext,
  end: (code: ExitCode) => void,
  names: readonly CommandName[] = NAMES,
): Promise<Record<string, Definition>> {
  const made = names.map(async (name) => [name, ((await COMMANDS[name]()) as Make)(context, end)] as const)
  return Object.fromEntries(await Promise.all(made))
}

/**
 * Runs a command line. Returns its exit code; nothing is thrown.
 *
 * @param stop aborted by Ctrl-C
 * @param closed aborted when nobody reads what is written any more
 * @param clock of the process
 */
export async function run(
  args: string[],
  of: Process,
  stop: AbortSignal,
  closed: AbortSignal = new AbortController().signal,
  clock: CommandContext['clock'] = systemClock,
): Promise<ExitCode> {
  const context: CommandContext = {
    stdin: of.stdin,
    stdout: of.stdout,
    closed,
    out: screenOf(of.stdout, of.env),
    err: screenOf(of.stderr, of.env),
    env: of.env,
    stop,
    clock,
  }
  let code: ExitCode = EXIT.ok
  const end = (ended: ExitCode): void => {
    code = ended
  }
  const [name] = args
  try {
    if (name === '--version' || name === '-v' || name === 'version') context.out.write(`${PACKAGE_VERSION}\n`)
    // Shells ask for completions so, by the script of `completions`.
    else if (name === undefined || name === 'complete' || name === 'man' || isHelp(args)) await tell(args, context, end)
    else await call(name, args, context, end)
  } catch (error) {
    return complain(error, context)
  }
  return code
}

/** What stands behind `--` is no option. */
const isHelp = (args: readonly string[]): boolean =>
  args[0] === 'help' ||
  args.slice(0, args.includes('--') ? args.indexOf('--') : args.length).some((arg) => arg === '--help' || arg === '-h')

async function call(
  name: string,
  args: string[],
  context: CommandContext,
  end: (code: ExitCode) => void,
): Promise<void> {
  const subCommands = await commandsOf(
    context,
    end,
    NAMES.filter((one) => one === name),
  )
  checkNames(name, args.slice(1), { ...UNLOADED, ...subCommands })
  await runCommand(
    defineCommand({
      meta: { name: 'lipservice', version: PACKAGE_VERSION, description: 'Adaptive log sampling for Node.js' },
      subCommands: subCommands as SubCommandsDef,
    }),
    { rawArgs: args },
  )
}

/** What is said of commands: help, the man page, completions. */
async function tell(args: readonly string[], context: CommandContext, end: (code: ExitCode) => void): Promise<void> {
  const { describeCommands } = await import('./help/described.js')
  const named = isHelp(args) ? NAMES.filter((name) => args.includes(name)) : []
  const loaded = await commandsOf(context, end, named.length > 0 ? named : NAMES)
  if (isHelp(args)) checkHelp(args, { ...UNLOADED, ...loaded })
  const commands = describeCommands(loaded)
  const { write } = context.out
  if (args[0] === 'complete') {
    const { complete } = await import('./help/completions.js')
    complete(commands, args.slice(args.indexOf('--') + 1), write)
  } else if (args[0] === 'man') write((await import('./help/man-page.js')).manPage(commands))
  else write((await import('./help/help-text.js')).helpFor(args, PACKAGE_VERSION, commands, context.out))
}

function complain(error: unknown, { err }: CommandContext): ExitCode {
  const { message, name } = error as Error
  if (error instanceof UsageError || error instanceof InputError || name === 'CLIError') {
    // Names of files and answers of servers are in it.
    err.write(`lipservice: ${cleanText(withoutKeys(message), MAX_COMPLAINT_CHARACTERS, err.unicode)}\n`)
    return EXIT.usage
  }
  err.write(`lipservice: ${withoutKeys((error as Error).stack ?? String(error))}\n`)
  return EXIT.failed
}
