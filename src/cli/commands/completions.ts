import { defineCommand } from 'citty'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { printScript, SHELLS, type Shell } from '../help/completions.js'

export const completions = (_context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'completions', description: 'Print the script by which a shell completes our commands' },
    args: {
      shell: { type: 'positional', description: SHELLS.join(', '), valueHint: SHELLS.join('|'), required: true },
    },
    run({ args }) {
      const shell = SHELLS.find((one): one is Shell => one === args.shell)
      if (shell === undefined) throw new UsageError(`a shell is ${SHELLS.join(', ')}; got '${args.shell}'`)
      printScript(shell)
      end(EXIT.ok)
    },
  })
