import { systemClock } from '../../../internal/clock.js'
import { systemTimers } from '../../../internal/timer.js'
import type { PostHogApi, PostHogApiOptions } from '../../../posthog/api/contract/posthog-api.js'
import { createPostHogApi } from '../../../posthog/api/create-posthog-api.js'
import type { CommandContext } from '../../command/command-context.js'
import { UsageError } from '../../command/usage-error.js'
import { connectionFile, readConnection } from './config-file.js'
import { hostRulesOf } from './host-rules.js'
import { tokenSource } from './token-source.js'

/** Which project, and with which key. */
export interface Target {
  readonly host: string
  readonly project: string
  readonly key: string | (() => Promise<string>)
}

const clock = { ...systemClock, ...systemTimers }

/**
 * Returns what the command line, the environment and the connection that is kept say, in this order. A key of the environment goes
 * before a connection.
 *
 * @throws UsageError saying what is missing
 */
export function targetOf(
  { env }: CommandContext,
  given: { readonly host?: string | undefined; readonly project?: string | undefined },
): Target {
  const file = connectionFile(env)
  const key = env['POSTHOG_PERSONAL_API_KEY'] || undefined
  const saved = key === undefined ? readConnection(file) : undefined
  const host = given.host ?? (env['POSTHOG_APP_HOST'] || saved?.host || 'us')
  const project = given.project ?? (env['POSTHOG_PROJECT_ID'] || saved?.project)
  if (project === undefined)
    throw new UsageError(
      'which project? set POSTHOG_PROJECT_ID to the number in the address of its pages, or name it: --project 12345',
    )
  if (key === undefined && saved === undefined)
    throw new UsageError(
      'which key? set POSTHOG_PERSONAL_API_KEY to a personal API key with the scopes logs:read and query:read (PostHog: Settings, Personal API keys), or connect by a browser: lipservice posthog connect --browser',
    )
  // A token goes to whom it is of, and to nobody else.
  if (saved !== undefined && host !== saved.host)
    throw new UsageError(
      `the connection is one with ${saved.host}: connect anew with --host ${host}, or set POSTHOG_PERSONAL_API_KEY`,
    )
  return { host, project, key: key ?? tokenSource(file, clock) }
}

/** Opens PostHog's API for a target. @throws UsageError naming what cannot be */
export function openConnection(target: Target, signal: AbortSignal, more: Partial<PostHogApiOptions> = {}): PostHogApi {
  const { allowed, allowLoopback } = hostRulesOf(target.host)
  try {
    return createPostHogApi({
      host: target.host,
      project: target.project,
      personalApiKey: target.key,
      allowedHosts: allowed,
      allowLoopback,
      signal,
      ...more,
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
