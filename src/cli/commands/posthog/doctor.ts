import { defineCommand } from 'citty'
import { probe } from '../../../posthog/probe/capabilities.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { InputError } from '../../input/input-error.js'
import { POSTHOG } from '../../posthog/connect.js'
import { capabilitiesText } from '../../posthog/connection/capabilities-text.js'
import { openConnection, targetOf } from '../../posthog/connection/open-connection.js'
import { recorderTo } from '../../posthog/connection/recorder.js'
import { cleanText } from '../../terminal/clean-text.js'
import { JSON_OUTPUT } from '../shared-args.js'

/** Asks a real PostHog for all that LipService uses of it, and nothing is written there. */
export const doctor = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'doctor', description: 'Find out what of PostHog is as LipService expects it: 30 requests at most' },
    args: {
      ...POSTHOG,
      record: {
        type: 'string',
        description: 'Folder for what requests and answers are made of: types, no values',
        valueHint: 'FOLDER',
      },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const { out, err, stop, clock } = context
      const target = targetOf(context, args)
      const recorder = args.record === undefined ? undefined : recorderTo(args.record)
      const more = recorder === undefined ? {} : { observe: recorder.observe }
      const api = openConnection(target, stop, { tries: 1, ...more })
      try {
        const found = await probe(api, clock.now(), undefined, { writes: true })
        if (found.badKey !== undefined) {
          err.write(`lipservice: ${cleanText(found.badKey, 500, err.unicode)}\n`)
          return end(EXIT.denied)
        }
        out.write(
          args.json ? `${JSON.stringify({ ...found, requests: api.requests })}\n` : capabilitiesText(found, out),
        )
        err.write(`${api.requests} requests; nothing was written.\n`)
        if (recorder?.problem !== undefined) throw new InputError(recorder.problem)
        if (recorder !== undefined)
          err.write(
            `${recorder.files} files in ${cleanText(args.record!, 200, err.unicode)}: types alone. Look at them before you pass them on.\n`,
          )
        // A right that is missing is a choice; an answer that is not as it was is not.
        const isBroken = found.capabilities.some(
          ({ outcome }) => outcome === 'changed_shape' || outcome === 'unavailable',
        )
        end(isBroken ? EXIT.failed : EXIT.ok)
      } finally {
        await api.close()
      }
    },
  })
