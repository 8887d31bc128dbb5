import { defineCommand } from 'citty'
import { publicUrl } from '../../../internal/public-text.js'
import { systemRuntime } from '../../../internal/runtime.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { chosenOrphans } from '../../spool/choose-spools.js'
import { destinationOf } from '../../spool/destination-of.js'
import type { FoundSpool } from '../../spool/found-spools.js'
import { type SentSpool, sendSpool } from '../../spool/send-spool.js'
import { errorsText } from '../../spool/spool-text.js'
import { cleanText } from '../../terminal/clean-text.js'
import { bytes, count } from '../../terminal/numbers.js'
import { JSON_OUTPUT } from '../shared-args.js'
import { DIRECTORY, ONE } from './spool-args.js'

export const send = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'send', description: 'Send orphaned errors to the backend of the environment' },
    args: { ...ONE, ...DIRECTORY, ...JSON_OUTPUT },
    async run({ args }) {
      const { destination, options } = destinationOf(context)
      const spools = await chosenOrphans(context, args)
      // What is wrong is said below.
      const runtime = systemRuntime('none')
      const done: { readonly spool: FoundSpool; readonly sent: SentSpool }[] = []
      const to = `${destination.settings.name} at ${publicUrl(destination.url)}`
      for (const spool of spools) {
        if (context.stop.aborted) break
        const sent = await sendSpool(spool, { destination, options, runtime, stop: context.stop })
        done.push({ spool, sent })
        if (!args.json) context.out.write(sentText(spool, sent, to, context.out.unicode))
      }
      if (args.json)
        context.out.write(
          `${JSON.stringify(done.map(({ spool, sent }) => ({ spool: spool.id, service: spool.service, ...sent })))}\n`,
        )
      else if (spools.length === 0) context.out.write('No orphaned errors wait.\n')
      const isAllSent = done.every(({ sent }) => sent.left + sent.refused + sent.lost === 0)
      end(context.stop.aborted ? EXIT.interrupted : isAllSent ? EXIT.ok : EXIT.failed)
    },
  })

function sentText({ id, service }: FoundSpool, sent: SentSpool, to: string, unicode: boolean): string {
  const why = sent.problem === undefined ? '' : `: ${sent.problem}`
  const rest = sent.left > 0 ? `; ${bytes(sent.left)} stay on disk${why}` : ''
  const refused = sent.refused > 0 ? `; ${count(sent.refused)} were refused for good` : ''
  const lost = sent.lost > 0 ? `; ${count(sent.lost)} could not be read and are lost` : ''
  const name = cleanText(service, 100, unicode)
  return `${id}  ${name}: ${errorsText(sent.delivered)} sent to ${to}${refused}${lost}${cleanText(rest, 400, unicode)}\n`
}
