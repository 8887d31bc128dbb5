import { defineCommand } from 'citty'
import { systemClock } from '../../../internal/clock.js'
import { systemTimers } from '../../../internal/timer.js'
import { probe } from '../../../posthog/probe/capabilities.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { UsageError } from '../../command/usage-error.js'
import { POSTHOG } from '../../posthog/connect.js'
import { capabilitiesText } from '../../posthog/connection/capabilities-text.js'
import { connectionFile, writeConnection } from '../../posthog/connection/config-file.js'
import { logIn, READ_SCOPES } from '../../posthog/connection/log-in.js'
import { openConnection, targetOf } from '../../posthog/connection/open-connection.js'
import { cleanText } from '../../terminal/clean-text.js'
import { JSON_OUTPUT } from '../shared-args.js'

/** Tries a key, or lets a person connect in a browser, and says what it can do. */
export const connect = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'connect', description: 'Connect a project of PostHog, and say what its key can do' },
    args: {
      ...POSTHOG,
      browser: { type: 'boolean', description: 'Log in by a browser; the token is kept in a file', default: false },
      'client-id': {
        type: 'string',
        description: 'Address of the document that says who asks (default: POSTHOG_OAUTH_CLIENT_ID)',
        valueHint: 'URL',
      },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      if (args.browser && !(await byBrowser(context, args))) return end(EXIT.denied)
      // What was connected just now, whatever key the environment has.
      const env = args.browser ? { ...context.env, POSTHOG_PERSONAL_API_KEY: undefined } : context.env
      const api = openConnection(targetOf({ ...context, env }, args), context.stop, { tries: 1 })
      try {
        const found = await probe(api, context.clock.now())
        if (found.badKey !== undefined) {
          context.err.write(`lipservice: ${cleanText(found.badKey, 500, context.err.unicode)}\n`)
          return end(EXIT.denied)
        }
        context.out.write(args.json ? `${JSON.stringify(found)}\n` : capabilitiesText(found, context.out))
        if (!args.browser) context.err.write('Nothing is kept: the key stays in POSTHOG_PERSONAL_API_KEY.\n')
        end(found.capabilities.some(({ outcome }) => outcome === 'ok') ? EXIT.ok : EXIT.unavailable)
      } finally {
        await api.close()
      }
    },
  })

interface Given {
  readonly host?: string | undefined
  readonly project?: string | undefined
  readonly 'client-id'?: string | undefined
}

/** Returns whether a connection is kept now. */
async function byBrowser(context: CommandContext, given: Given): Promise<boolean> {
  const { env, err, stop } = context
  const clientId = given['client-id'] ?? env['POSTHOG_OAUTH_CLIENT_ID']
  if (clientId === undefined || clientId === '')
    throw new UsageError(
      'who asks? set POSTHOG_OAUTH_CLIENT_ID to the https address of your OAuth client document, or use a personal API key: POSTHOG_PERSONAL_API_KEY',
    )
  const host = given.host ?? (env['POSTHOG_APP_HOST'] || 'us')
  const project = given.project ?? env['POSTHOG_PROJECT_ID']
  if (project === undefined || !/^\d+$/.test(project))
    throw new UsageError('which project? name it by its number: --project 12345')
  const file = connectionFile(env)
  try {
    const loggedIn = await logIn(
      { host, project, clientId, scopes: READ_SCOPES },
      { ...systemClock, ...systemTimers },
      stop,
      (page) => err.write(`Open this page in a browser:\n\n${page}\n\n`),
    )
    if ('problem' in loggedIn) {
      err.write(`lipservice: PostHog is not connected: ${cleanText(loggedIn.problem, 500, err.unicode)}\n`)
      return false
    }
    writeConnection(file, loggedIn.connection)
    err.write(
      `The token is kept in ${cleanText(file, 300, err.unicode)}, for you alone. lipservice posthog disconnect removes it.\n`,
    )
    return true
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message)
    throw error
  }
}
