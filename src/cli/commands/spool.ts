import { defineCommand } from 'citty'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { chosenSpools, directoryOf } from '../spool/choose-spools.js'
import { countSpool } from '../spool/count-spool.js'
import { foundSpools } from '../spool/found-spools.js'
import { recordText, spoolsText } from '../spool/spool-text.js'
import { spooledRecords } from '../spool/spooled-records.js'
import { JSON_OUTPUT, wholeNumberOf } from './shared-args.js'
import { drop } from './spool/drop.js'
import { send } from './spool/send.js'
import { DIRECTORY, ONE } from './spool/spool-args.js'

type End = (code: ExitCode) => void

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
      let left = wholeNumberOf('limit', args.limit, 1, 1_000_000)
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
