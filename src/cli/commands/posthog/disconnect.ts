import { defineCommand } from 'citty'
import { connectionFile, removeConnection } from '../../posthog/connection/config-file.js'
import { cleanText } from '../../terminal/clean-text.js'
import { type CommandContext, EXIT, type ExitCode } from '../command-context.js'

/** Removes the token that `connect --browser` keeps. */
export const disconnect = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'disconnect', description: 'Remove the token of a connection that a browser made' },
    args: {},
    run() {
      const { env, out } = context
      const file = connectionFile(env)
      const shown = cleanText(file, 300, out.unicode)
      out.write(
        removeConnection(file)
          ? `${shown} is removed. End its access in the settings of PostHog, too.\n`
          : `There is no connection: ${shown} is not there.\n`,
      )
      end(EXIT.ok)
    },
  })
