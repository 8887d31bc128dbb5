import type { CommandContext } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { endOf } from './end-of.js'

/** Asks yes or no on a terminal. @throws UsageError naming `flag`, which says yes, where nobody can be asked */
export async function confirmed(context: CommandContext, question: string, flag: string): Promise<boolean> {
  const { stdin, out } = context
  if (stdin.isTTY !== true || !out.isTerminal) throw new UsageError(`nobody can be asked here: ${flag} says yes`)
  const { confirm } = await import('@clack/prompts')
  return (await confirm({ message: question, initialValue: false, signal: endOf(context) })) === true
}
