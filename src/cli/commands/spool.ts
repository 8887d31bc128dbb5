import { defineCommand } from 'citty'
import { joinPath, systemFiles } from '../../delivery/spool/spool-files.js'
import { publicUrl } from '../../internal/public-text.js'
import { systemRuntime } from '../../internal/runtime.js'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { InputError } from '../input/input-error.js'
import { chosenOrphans, chosenSpools, directoryOf } from '../spool/choose-spools.js'
import { countSpool } from '../spool/count-spool.js'
import { destinationOf } from '../spool/destination-of.js'
import { foundSpools } from '../spool/found-spools.js'
import { sendSpool } from '../spool/send-spool.js'
import { errorsText, recordText, spoolsText } from '../spool/spool-text.js'
import { spooledRecords } from '../spool/spooled-records.js'
import { cleanText } from '../terminal/clean-text.js'
import { confirmed } from '../terminal/confirm.js'
import { bytes, count } from '../terminal/numbers.js'
import { JSON_OUTPUT, numberOf } from './shared-args.js'

type End = (code: ExitCode) => void

const DIRECTORY = {
  dir: { type: 'string', description: 'Spool directory (default: LIPSERVICE_SPOOL_DIR)', valueHint: 'FOLDER' },
} as const
const ONE = {
  spool: {
    type: 'positional',
    description: 'A spool, by its name or the begin of it; without one, all',
    valueHint: 'SPOOL',
    required: false,
  },
} as const

/** Errors that dead processes left on disk. */
export const spool = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'spool', description: 'See, send or drop errors that dead processes left on disk' },
    subCommands: {
      list: list(context, end),
      show: show(context, end),
      send: send(context, end),
      drop: drop(context, end),
    },
  })

const list = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'list', description: 'List the spools of a directory' },
    args: { ...DIRECTORY, ...JSON_OUTPUT },
    async run({ args }) {
      const directory = directoryOf(context, args.dir)
      const spools = await Promise.all((await foundSpools(directory, context.clock.now)).map(countSpool))
      context.out.write(
        args.json
          ? `${JSON.stringify(spools.map(({ id, service, state, errors, bytes: size, first, last }) => ({ spool: id, service, state, errors, bytes: size, ...(errors > 0 && { first, last }) })))}\n`
          : spoolsText(directory, spools, context.out),
      )
      end(EXIT.ok)
    },
  })

const show = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'show', description: 'Show errors of a spool, as they were stored: secrets are masked' },
    args: {
      ...ONE,
      ...DIRECTORY,
      limit: { type: 'string', description: 'Errors that are shown', default: '100', valueHint: 'N' },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      let left = numberOf('limit', args.limit, 1, 1_000_000)
      for (const one of await chosenSpools(context, args))
        for await (const record of spooledRecords(one)) {
          if (left-- <= 0 || context.stop.aborted) break
          context.out.write(
            args.json
              ? `${JSON.stringify({ spool: one.id, service: one.service, ...record })}\n`
              : recordText(record, context.out),
          )
        }
      end(context.stop.aborted ? EXIT.interrupted : EXIT.ok)
    },
  })

const send = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'send', description: 'Send orphaned errors to the backend of the environment' },
    args: { ...ONE, ...DIRECTORY },
    async run({ args }) {
      const { destination, options } = destinationOf(context)
      const spools = await chosenOrphans(context, args)
      // What is wrong is said below.
      const runtime = systemRuntime('none')
      let isAllSent = true
      for (const one of spools) {
        if (context.stop.aborted) break
        const sent = await sendSpool(one, { destination, options, runtime, stop: context.stop })
        const rest =
          sent.left > 0
            ? `; ${bytes(sent.left)} stay on disk${sent.problem === undefined ? '' : `: ${sent.problem}`}`
            : ''
        const refused = sent.refused > 0 ? `; ${count(sent.refused)} were refused for good` : ''
        const lost = sent.lost > 0 ? `; ${count(sent.lost)} could not be read and are lost` : ''
        context.out.write(
          `${one.id}  ${cleanText(one.service, 100, context.out.unicode)}: ${errorsText(sent.delivered)} sent to ${destination.settings.name} at ${publicUrl(destination.url)}${refused}${lost}${cleanText(rest, 400, context.out.unicode)}\n`,
        )
        isAllSent &&= sent.left + sent.refused + sent.lost === 0
      }
      if (spools.length === 0) context.out.write('No orphaned errors wait.\n')
      end(context.stop.aborted ? EXIT.interrupted : isAllSent ? EXIT.ok : EXIT.failed)
    },
  })

const drop = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'drop', description: 'Remove orphaned errors for good' },
    args: { ...ONE, ...DIRECTORY, yes: { type: 'boolean', description: 'Do not ask', default: false } },
    async run({ args }) {
      const found = await chosenOrphans(context, args)
      const spools = await Promise.all(found.map(countSpool))
      if (spools.length === 0) {
        context.out.write('No orphaned errors wait.\n')
        return
      }
      const errors = spools.reduce((sum, one) => sum + one.errors, 0)
      const services = [...new Set(spools.map(({ service }) => cleanText(service, 60)))].join(', ')
      const question = `Remove ${errorsText(errors)} of ${services} for good?`
      if (!args.yes && !(await confirmed(context, question, '--yes'))) return end(EXIT.failed)
      // Somebody may take care of one by now.
      const still = new Set((await chosenOrphans(context, args)).map(({ id }) => id))
      let removed = 0
      for (const { id, directory: of, segments, errors: many } of spools) {
        if (!still.has(id)) {
          context.err.write(`lipservice: ${id} is left: it is not orphaned any more\n`)
          continue
        }
        for (const { file } of segments) await removeFile(joinPath(of, file))
        removed += many
      }
      context.out.write(`Removed ${errorsText(removed)} of ${services}.\n`)
      end(removed === errors ? EXIT.ok : EXIT.failed)
    },
  })

async function removeFile(file: string): Promise<void> {
  await systemFiles.remove(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${file} cannot be removed: ${error.code}`)
  })
}
