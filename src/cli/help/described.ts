import { COMMAND_HELP, type CommandHelp } from './command-help.js'

/** An argument, as help and completions need it. */
export interface DescribedArgument {
  readonly name: string
  readonly isPositional: boolean
  readonly isBoolean: boolean
  readonly isRequired: boolean
  readonly description: string
  /** What stands for its value. */
  readonly hint: string
  /** `undefined`: there is none, or it says nothing. */
  readonly fallback: string | undefined
}

/** A command, as help, man page and completions need it. */
export interface DescribedCommand {
  /** As `policy show`. */
  readonly path: string
  readonly description: string
  readonly args: readonly DescribedArgument[]
  readonly subCommands: readonly DescribedCommand[]
  readonly help: CommandHelp | undefined
}

/** As far as a command is looked at: what citty's `defineCommand` returns. */
export interface Definition {
  readonly meta?: unknown
  readonly args?: unknown
  readonly subCommands?: unknown
}

interface ArgumentDefinition {
  readonly type?: string
  readonly description?: string
  readonly valueHint?: string
  readonly default?: unknown
  readonly required?: boolean
}

/** Describes all commands of a table, with those within them. */
export function describeCommands(commands: Readonly<Record<string, Definition>>, within = ''): DescribedCommand[] {
  return Object.entries(commands).map(([name, { meta, args, subCommands }]) => {
    const path = within === '' ? name : `${within} ${name}`
    return {
      path,
      description: (meta as { description?: string } | undefined)?.description ?? '',
      args: Object.entries((args ?? {}) as Record<string, ArgumentDefinition>).map(describeArgument),
      subCommands: describeCommands((subCommands ?? {}) as Record<string, Definition>, path),
      help: Object.hasOwn(COMMAND_HELP, path) ? COMMAND_HELP[path] : undefined,
    }
  })
}

function describeArgument([name, definition]: [string, ArgumentDefinition]): DescribedArgument {
  const { type = 'string', description = '', valueHint, default: fallback, required } = definition
  return {
    name,
    isPositional: type === 'positional',
    isBoolean: type === 'boolean',
    isRequired: required === true,
    description,
    hint: valueHint ?? name.toUpperCase(),
    fallback: fallback === undefined || typeof fallback === 'boolean' ? undefined : String(fallback),
  }
}

/** Returns a command by the words of its path, and those words; the table itself for none. */
export function findDescribed(
  commands: readonly DescribedCommand[],
  words: readonly string[],
): DescribedCommand | undefined {
  let found: DescribedCommand | undefined
  let among = commands
  for (const word of words) {
    const next = among.find(({ path }) => path.split(' ').at(-1) === word)
    if (next === undefined) break
    found = next
    among = next.subCommands
  }
  return found
}

/** Returns commands and those within them, in order. */
export const flattened = (commands: readonly DescribedCommand[]): DescribedCommand[] =>
  commands.flatMap((command) => [command, ...flattened(command.subCommands)])

/** Returns how a command is called, in a line. */
export function usageOf({ path, args, subCommands }: DescribedCommand): string {
  const positional = args.filter(({ isPositional }) => isPositional)
  const options = args.length > positional.length ? ' [OPTIONS]' : ''
  const inner = subCommands.length > 0 ? ` ${subCommands.map((one) => one.path.split(' ').at(-1)).join('|')}` : ''
  const named = positional.map(({ hint, isRequired }) => (isRequired ? ` ${hint}` : ` [${hint}]`)).join('')
  return `lipservice ${path}${inner}${options}${named}`
}
