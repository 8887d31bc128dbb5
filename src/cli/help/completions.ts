import { RootCommand } from '@bomb.sh/tab'
import { type DescribedArgument, type DescribedCommand, findDescribed, flattened } from './described.js'

const NAME = 'lipservice'
export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** Of what is completed by the shell itself. */
const FILES = /FILE|FOLDER/
/** Tells a shell to complete names of files. */
const BY_FILES = ':0\n'

/** Prints the script that makes a shell ask us. */
export function printScript(shell: Shell): void {
  new RootCommand().setup(NAME, NAME, shell)
}

/**
 * Prints what may stand in the place of the last word.
 *
 * @param words of the command line without its first; the last is the one to be completed
 */
export function complete(
  commands: readonly DescribedCommand[],
  words: readonly string[],
  write: (text: string) => void,
): void {
  if (wantsFile(commands, words)) write(BY_FILES)
  else treeOf(commands).parse([...words])
}

function treeOf(commands: readonly DescribedCommand[]): RootCommand {
  const root = new RootCommand()
  for (const { path, description, args } of flattened(commands)) {
    const command = root.command(path, description)
    for (const { name, isPositional, isBoolean, description: says, hint } of args) {
      if (isPositional) command.argument(name, offering(offersOf(hint)))
      else if (isBoolean) command.option(name, says)
      else command.option(name, says, offering(offersOf(hint)))
    }
    command.option('help', 'Say what it does, and how')
  }
  return root
}

const offering = (values: readonly string[]) => (offer: (value: string, says: string) => void) => {
  for (const value of values) offer(value, '')
}

const offersOf = (hint: string): string[] => (/^[a-z-]+(?:\|[a-z-]+)+$/.test(hint) ? hint.split('|') : [])

function wantsFile(commands: readonly DescribedCommand[], words: readonly string[]): boolean {
  const last = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const command = findDescribed(
    commands,
    before.filter((word) => !word.startsWith('-')),
  )
  if (command === undefined) return false
  const option = optionBefore(command.args, before.at(-1))
  if (option !== undefined) return FILES.test(option.hint)
  if (last.startsWith('-') || command.subCommands.length > 0) return false
  return command.args.some(({ isPositional, hint }) => isPositional && FILES.test(hint))
}

const optionBefore = (args: readonly DescribedArgument[], word: string | undefined): DescribedArgument | undefined =>
  args.find(({ name, isPositional, isBoolean }) => !isPositional && !isBoolean && word === `--${name}`)
