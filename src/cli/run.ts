import { type CommandDef, defineCommand, renderUsage, runCommand } from 'citty'
import { systemClock } from '../internal/clock.js'
import { nearestName } from '../internal/nearest-name.js'
import { PACKAGE_VERSION } from '../internal/versions.js'
import { analyze } from './commands/analyze.js'
import { type CommandContext, EXIT, type ExitCode } from './commands/command-context.js'
import { doctor } from './commands/doctor.js'
import { explain } from './commands/explain.js'
import { policy } from './commands/policy.js'
import { UsageError } from './commands/shared-args.js'
import { simulate } from './commands/simulate.js'
import { spool } from './commands/spool.js'
import { tail } from './commands/tail.js'
import { InputError } from './input/source.js'
import { screenOf } from './terminal/screen.js'

type Process = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>

/** All commands by name. A new one is a file in commands/ and a line here. */
export const commandsOf = (context: CommandContext, end: (code: ExitCode) => void) => ({
  analyze: analyze(context, end),
  doctor: doctor(context, end),
  simulate: simulate(context, end),
  tail: tail(context, end),
  policy: policy(context, end),
  explain: explain(context, end),
  spool: spool(context, end),
})

/**
 * Runs a command line. Returns its exit code; nothing is thrown.
 *
 * @param stop aborted by Ctrl-C
 * @param closed aborted when nobody reads what is written any more
 */
export async function run(
  args: string[],
  of: Process,
  stop: AbortSignal,
  closed: AbortSignal = new AbortController().signal,
): Promise<ExitCode> {
  const context: CommandContext = {
    stdin: of.stdin,
    stdout: of.stdout,
    closed,
    out: screenOf(of.stdout, of.env),
    err: screenOf(of.stderr, of.env),
    env: of.env,
    stop,
    clock: systemClock,
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
    else if (name === undefined || args.includes('--help') || args.includes('-h')) {
      const known = Object.entries(subCommands).find(([key]) => key === name)?.[1]
      context.out.write(
        `${await (known === undefined ? renderUsage(command) : renderUsage(known as unknown as CommandDef, command as CommandDef))}\n`,
      )
    } else {
      checkNames(name, args.slice(1), subCommands)
      await runCommand(command, { rawArgs: args })
    }
  } catch (error) {
    return complain(error, context)
  }
  return code
}

/** As far as names are checked. */
type Commands = Readonly<Record<string, { readonly args?: unknown; readonly subCommands?: unknown }>>

/** A typing error must not go by in silence. @throws UsageError with the name that is nearest */
function checkNames(command: string, args: readonly string[], known: Commands): void {
  const of = known[command]
  if (of === undefined) throw new UsageError(`there is no command '${command}'${meant(command, Object.keys(known))}`)
  const [next] = args
  if (of.subCommands !== undefined && next !== undefined && !next.startsWith('-')) {
    checkNames(next, args.slice(1), of.subCommands as Commands)
    return
  }
  const names = Object.keys(of.args ?? {})
  for (const arg of args) {
    if (arg === '--') return
    const [, name] = /^--(?:no-)?([^=]+)/.exec(arg) ?? []
    if (name !== undefined && !names.includes(name))
      throw new UsageError(`${command} has no --${name}${meant(name, names)}; see lipservice ${command} --help`)
  }
}

function meant(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names)
  return nearest === undefined ? '' : `; did you mean ${nearest}?`
}

function complain(error: unknown, { err }: CommandContext): ExitCode {
  const { message, name } = error as Error
  if (error instanceof UsageError || error instanceof InputError || name === 'CLIError') {
    err.write(`lipservice: ${message}\n`)
    return EXIT.usage
  }
  err.write(`lipservice: ${(error as Error).stack ?? String(error)}\n`)
  return EXIT.failed
}
