import { defineCommand } from 'citty'
import { type RemovedKind, removeAll } from '../../../posthog/removal/remove-all.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { connect, exitOf, failureText, POSTHOG, type PostHogArguments } from '../../posthog/connect.js'
import { connectionFile, removeConnection } from '../../posthog/connection/config-file.js'
import { cleanText } from '../../terminal/clean-text.js'

interface Given extends PostHogArguments {
  readonly force: boolean
  readonly 'dry-run': boolean
}

/** Removes the token that `connect --browser` keeps, and before it, if asked to, all that LipService made in PostHog. */
export const disconnect = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'disconnect', description: 'Remove all that LipService made in PostHog, and the token of a browser' },
    args: {
      remove: {
        type: 'boolean',
        description: 'First remove what LipService made in PostHog: dashboard, views, marks, switch',
        default: false,
      },
      force: { type: 'boolean', description: 'With --remove: also what somebody changed', default: false },
      'dry-run': { type: 'boolean', description: 'Say what would be removed, and remove nothing', default: false },
      ...POSTHOG,
    },
    async run({ args }) {
      const { env, out } = context
      const code = args.remove ? await removed(context, args) : EXIT.ok
      // Without it what is left could not be removed.
      if (code !== EXIT.ok) return end(code)
      const file = connectionFile(env)
      const shown = cleanText(file, 300, out.unicode)
      if (args['dry-run']) out.write(`${shown} would be removed, if it is there.\n`)
      else
        out.write(
          removeConnection(file)
            ? `${shown} is removed. End its access in the settings of PostHog, too.\n`
            : `There is no connection: ${shown} is not there.\n`,
        )
      end(EXIT.ok)
    },
  })

async function removed(context: CommandContext, given: Given): Promise<ExitCode> {
  const { out, err } = context
  const isDryRun = given['dry-run']
  const api = connect(context, given)
  try {
    const kinds = await removeAll(api, { force: given.force, isDryRun })
    for (const kind of kinds) out.write(`${lineOf(kind, isDryRun)}\n`)
    out.write('Events that were told stay: PostHog removes none by its API.\n')
    const failures = kinds.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
    for (const failure of failures) err.write(`lipservice: ${cleanText(failureText(failure), 1_000, err.unicode)}\n`)
    const [first] = failures
    if (first === undefined) return EXIT.ok
    err.write('Not all of it is gone: the connection stays. The same command does the rest.\n')
    return exitOf(
      first,
      kinds.some((kind) => kind.removed > 0),
    )
  } finally {
    await api.close()
  }
}

function lineOf({ title, removed, edited, failure }: RemovedKind, isDryRun: boolean): string {
  const what = title.charAt(0).toUpperCase() + title.slice(1)
  const changes = `${removed} ${removed === 1 ? 'change' : 'changes'} ${isDryRun ? 'would be made' : 'made'}`
  const stays = edited === 0 ? '' : `; ${edited} that somebody changed ${edited === 1 ? 'stays' : 'stay'}: --force`
  return `${what}: ${failure === undefined || removed > 0 ? changes : 'not removed'}${stays}.`
}
