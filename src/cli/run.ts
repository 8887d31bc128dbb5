import { defineCommand, runCommand } from 'citty'
import { systemClock } from '../internal/clock.js'
import { PACKAGE_VERSION } from '../internal/versions.js'
import { analyze } from './commands/analyze.js'
import { checkNames } from './commands/check-names.js'
import { type CommandContext, EXIT, type ExitCode } from './commands/command-context.js'
import { completions } from './commands/completions.js'
import { doctor } from './commands/doctor.js'
import { explain } from './commands/explain.js'
import { init } from './commands/init.js'
import { policy } from './commands/policy.js'
import { UsageError } from './commands/shared-args.js'
import { simulate } from './commands/simulate.js'
import { spool } from './commands/spool.js'
import { tail } from './commands/tail.js'
import { complete } from './help/completions.js'
import { type Definition, describeCommands, findDescribed } from './help/described.js'
import { commandHelp, rootHelp } from './help/help-text.js'
import { manPage } from './help/man-page.js'
import { InputError } from './input/source.js'
import { cleanText } from './terminal/clean-text.js'
import { type Screen, screenOf } from './terminal/screen.js'

const MAX_COMPLAINT_CHARACTERS = 2_000

type Process = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>

/** All commands by name. A new one is a file in commands/ and a line here. */
export const commandsOf = (context: CommandContext, end: (code: ExitCode) => void) => ({
  analyze: analyze(context, end),
  simulate: simulate(context, end),
  tail: tail(context, end),
  init: init(context, end),
  doctor: doctor(context, end),
  policy: policy(context, end),
  explain: explain(context, end),
  spool: spool(context, end),
  completions: completions(end),
})

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
  const subCommands = commandsOf(context, end)
  const command = defineCommand({
    meta: { name: 'lipservice', version: PACKAGE_VERSION, description: 'Adaptive log sampling for Node.js' },
    subCommands,
  })
  const [name] = args
  try {
    if (name === '--version' || name === '-v') context.out.write(`${PACKAGE_VERSION}\n`)
    // Shells ask so, by the script of `completions`.
    else if (name === 'complete')
      complete(describeCommands(subCommands), args.slice(args.indexOf('--') + 1), context.out.write)
    else if (name === 'man') context.out.write(manPage(describeCommands(subCommands)))
    else if (name === undefined || isHelp(args)) context.out.write(helpFor(args, subCommands, context.out))
    else {
      checkNames(name, args.slice(1), subCommands)
      await runCommand(command, { rawArgs: args })
    }
  } catch (error) {
    return complain(error, context)
  }
  return code
}

/** What stands behind `--` is no option. */
const isHelp = (args: readonly string[]): boolean =>
  args[0] === 'help' ||
  args.slice(0, args.includes('--') ? args.indexOf('--') : args.length).some((arg) => arg === '--help' || arg === '-h')

function helpFor(args: readonly string[], known: Readonly<Record<string, Definition>>, screen: Screen): string {
  const commands = describeCommands(known)
  const words = args.filter((arg) => !arg.startsWith('-') && arg !== 'help')
  const command = findDescribed(commands, words)
  return command === undefined ? rootHelp(PACKAGE_VERSION, commands, screen) : commandHelp(command, screen)
}

function complain(error: unknown, { err }: CommandContext): ExitCode {
  const { message, name } = error as Error
  if (error instanceof UsageError || error instanceof InputError || name === 'CLIError') {
    // Names of files and answers of servers are in it.
    err.write(`lipservice: ${cleanText(message, MAX_COMPLAINT_CHARACTERS, err.unicode)}\n`)
    return EXIT.usage
  }
  err.write(`lipservice: ${(error as Error).stack ?? String(error)}\n`)
  return EXIT.failed
}
