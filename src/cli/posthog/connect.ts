import type { Failed } from '../../posthog/api/contract/outcome.js'
import type { PostHogApi } from '../../posthog/api/contract/posthog-api.js'
import { createPostHogApi } from '../../posthog/api/create-posthog-api.js'
import { type CommandContext, EXIT, type ExitCode } from '../commands/command-context.js'
import { UsageError } from '../commands/shared-args.js'

/** Arguments of commands that ask PostHog. The key comes from POSTHOG_PERSONAL_API_KEY alone: what is on a command line, others see. */
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

/** Opens PostHog's API for what the command line and the environment say. @throws UsageError saying what is missing or wrong */
export function connect({ env, stop }: CommandContext, given: PostHogArguments): PostHogApi {
  const host = given.host ?? (env['POSTHOG_APP_HOST'] || 'us')
  const project = given.project ?? env['POSTHOG_PROJECT_ID']
  const key = env['POSTHOG_PERSONAL_API_KEY']
  if (project === undefined || project === '')
    throw new UsageError(
      'which project? set POSTHOG_PROJECT_ID to the number in the address of its pages, or name it: --project 12345',
    )
  if (key === undefined || key === '')
    throw new UsageError(
      'which key? set POSTHOG_PERSONAL_API_KEY to a personal API key with the scopes logs:read and query:read (PostHog: Settings, Personal API keys)',
    )
  try {
    const own = URL.canParse(host) ? [new URL(host).host] : []
    return createPostHogApi({
      host,
      project,
      personalApiKey: key,
      allowedHosts: own,
      allowLoopback: true,
      signal: stop,
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

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
