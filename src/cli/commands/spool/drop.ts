import { defineCommand } from 'citty'
import { joinPath, systemFiles } from '../../../delivery/spool/spool-files.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { InputError } from '../../input/input-error.js'
import { chosenOrphans } from '../../spool/choose-spools.js'
import { countSpool } from '../../spool/count-spool.js'
import { errorsText } from '../../spool/spool-text.js'
import { cleanText } from '../../terminal/clean-text.js'
import { confirmed } from '../../terminal/confirm.js'
import { JSON_OUTPUT } from '../shared-args.js'
import { DIRECTORY, ONE } from './spool-args.js'

export const drop = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'drop', description: 'Remove orphaned errors for good' },
    args: { ...ONE, ...DIRECTORY, yes: { type: 'boolean', description: 'Do not ask', default: false }, ...JSON_OUTPUT },
    async run({ args }) {
      const found = await chosenOrphans(context, args)
      const spools = await Promise.all(found.map(countSpool))
      if (spools.length === 0) {
        context.out.write(args.json ? `${JSON.stringify({ removed: [], errors: 0 })}\n` : 'No orphaned errors wait.\n')
        return
      }
      const errors = spools.reduce((sum, one) => sum + one.errors, 0)
      const services = [...new Set(spools.map(({ service }) => cleanText(service, 60)))].join(', ')
      const question = `Remove ${errorsText(errors)} of ${services} for good?`
      if (!args.yes && !(await confirmed(context, question, '--yes'))) return end(EXIT.failed)
      // Somebody may take care of one by now.
      const still = new Set((await chosenOrphans(context, args)).map(({ id }) => id))
      const ids: string[] = []
      let removed = 0
      for (const { id, directory: of, segments, errors: many } of spools) {
        if (!still.has(id)) {
          context.err.write(`lipservice: ${id} is left: it is not orphaned any more\n`)
          continue
        }
        for (const { file } of segments) await removeFile(joinPath(of, file))
        removed += many
        ids.push(id)
      }
      context.out.write(
        args.json
          ? `${JSON.stringify({ removed: ids, errors: removed })}\n`
          : `Removed ${errorsText(removed)} of ${services}.\n`,
      )
      end(removed === errors ? EXIT.ok : EXIT.failed)
    },
  })

async function removeFile(file: string): Promise<void> {
  await systemFiles.remove(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${file} cannot be removed: ${error.code}`)
  })
}
