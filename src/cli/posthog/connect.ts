import type { Failed } from '../../posthog/api/contract/outcome.js'
import type { PostHogApi } from '../../posthog/api/contract/posthog-api.js'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { openConnection, targetOf } from './connection/open-connection.js'

/** Arguments of commands that ask PostHog. The key comes from POSTHOG_PERSONAL_API_KEY or a browser: what is on a command line, others see. */
export const POSTHOG = {
  host: {
    type: 'string',
    description: 'us, eu, or the https URL of your own (default: POSTHOG_APP_HOST, or us)',
    valueHint: 'HOST',
  },
  project: { type: 'string', description: 'Number of the project (default: POSTHOG_PROJECT_ID)', valueHint: 'N' },
} as const

export interface PostHogArguments {
  readonly host?: string | undefined
  readonly project?: string | undefined
}

/**
 * Opens PostHog's API for what the command line, the environment and a connection by a browser say.
 *
 * @throws UsageError saying what is missing or wrong
 */
export const connect = (context: CommandContext, given: PostHogArguments): PostHogApi =>
  openConnection(targetOf(context, given), context.stop)

/** Returns the exit code of a failure. @param isPartial whether there is something all the same */
export function exitOf({ outcome }: Failed, isPartial: boolean): ExitCode {
  if (outcome === 'bad_key' || outcome === 'missing_scope') return EXIT.denied
  return isPartial ? EXIT.partial : EXIT.unavailable
}

/** Returns what to do about a failure, in a sentence. */
export function failureText({ outcome, message, scope, retryAfterMs }: Failed): string {
  switch (outcome) {
    case 'bad_key':
      return `${message} Check POSTHOG_PERSONAL_API_KEY: it is a personal key (phx_…), of the region that --host names.`
    case 'missing_scope':
      return `${message} Add the scope ${scope ?? 'logs:read'} to the key: PostHog, Settings, Personal API keys.`
    case 'throttled':
      return `${message} Come back in ${Math.ceil((retryAfterMs ?? 60_000) / 60_000)} min.`
    default:
      return message
  }
}
