import type { CommandContext } from '../commands/command-context.js'
import { UsageError } from '../commands/shared-args.js'

/** Asks yes or no on a terminal. @throws UsageError naming `flag`, which says yes, where nobody can be asked */
export async function confirmed({ stdin, out }: CommandContext, question: string, flag: string): Promise<boolean> {
  if (stdin.isTTY !== true || !out.isTerminal) throw new UsageError(`nobody can be asked here: ${flag} says yes`)
  const { confirm } = await import('@clack/prompts')
  return (await confirm({ message: question, initialValue: false })) === true
}
