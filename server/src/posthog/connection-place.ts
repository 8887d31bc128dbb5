import { epochSeconds, type Now } from '../internal/clock.js'
import type { ConnectionPlace, KeySource, StoredConnection } from '../store/contracts/posthog.js'
import type { KeyKeeper } from './connection-keys.js'
import type { Refused } from './refused.js'

/** What a person says of where PostHog is. */
export interface WantedConnection {
  readonly host: string
  readonly ingestHost: string
  readonly project: string
  readonly keys: KeySource
  /** Absent: that which is stored, if the host stays the same. */
  readonly personalApiKey: string | undefined
  /** Absent: as before; `null`: none. */
  readonly projectApiKey: string | null | undefined
}

const refused = (kind: Refused['refused'], problem: string): Refused => ({ refused: kind, problem })

/**
 * Returns what is stored of a connection that somebody wants, its keys encrypted.
 *
 * @param before what is stored now: a key that was given for one host is never sent to another
 */
export async function placeOf(
  keeper: KeyKeeper,
  now: Now,
  teamId: number,
  actor: string,
  { host, ingestHost, project, keys, personalApiKey, projectApiKey }: WantedConnection,
  before: StoredConnection | undefined,
): Promise<ConnectionPlace | Refused> {
  const common = { teamId, host, ingestHost, project, keys, updatedAt: epochSeconds(now), updatedBy: actor }
  if (keys === 'environment') {
    if (personalApiKey !== undefined || typeof projectApiKey === 'string')
      return refused('invalid', 'body.keys: with keys of the environment none is given')
    if (!(await keeper.mayUseEnvironment(teamId)))
      return refused('conflict', 'the server has no keys of PostHog in its environment for this team')
    return { ...common, personalKey: undefined, projectKey: undefined }
  }
  if (!keeper.canSeal)
    return refused(
      'conflict',
      'the server takes no keys: its operator has to set LIPSERVICE_SECRET_KEY, by which they are encrypted',
    )
  const isSame = before?.keys === 'stored' && before.host === host && before.ingestHost === ingestHost
  const [keptPersonal, keptProject] = isSame ? [before.personalKey, before.projectKey] : []
  const personalKey = personalApiKey === undefined ? keptPersonal : keeper.seal(teamId, 'personal', personalApiKey)
  if (personalKey === undefined)
    return refused('invalid', 'body.personal_api_key is missing: none is stored for this host')
  if (projectApiKey === undefined) return { ...common, personalKey, projectKey: keptProject }
  const projectKey = projectApiKey === null ? undefined : keeper.seal(teamId, 'project', projectApiKey)
  return { ...common, personalKey, projectKey }
}
