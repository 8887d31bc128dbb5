import { epochSeconds, type Now } from '../internal/clock.js'
import type { AuditEntry } from '../store/contracts/audit.js'
import {
  ASKED_JOBS,
  type ConnectionPlace,
  type KeySource,
  POSTHOG_JOBS,
  type StoredConnection,
} from '../store/contracts/posthog.js'
import type { Store } from '../store/store.js'
import type { KeyKeeper } from './connection-keys.js'
import { findingOf } from './found-state.js'
import { type Removal, removeMade } from './made-things.js'
import type { LoadPostHog, OpenPostHog } from './open-posthog.js'

/** Who waits for an answer does not wait long. */
const PATIENCE = { tries: 1, timeoutMillis: 8_000 }
const PROBE_MILLIS = 25_000
const REMOVAL_MILLIS = 60_000
/** Of all teams: a probe is up to 17 requests. */
const MAX_PROBES = 8

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

/** `conflict`: the server is not set up for it, or somebody else is at it. */
export type Refused = { readonly refused: 'invalid' | 'conflict' | 'missing' | 'busy'; readonly problem: string }

/** What people do with the connection of a team. Each change is in the audit, without anything of a key. */
export interface Connections {
  find(teamId: number): Promise<StoredConnection | undefined>
  connect(teamId: number, actor: string, wanted: WantedConnection): Promise<StoredConnection | Refused>
  /** Asks for all that the project may have. Nothing is written in PostHog. */
  probe(teamId: number, actor: string): Promise<StoredConnection | Refused>
  /** Has the dashboard made, and kept as it is to be. */
  askForBoard(teamId: number, actor: string): Promise<StoredConnection | Refused>
  /** Removes what was made in PostHog, but for what somebody changed there. */
  removeBoard(teamId: number, actor: string): Promise<Removal | Refused>
  /** Removes what was made in PostHog, unless it is to stay, and then the connection with its keys. */
  disconnect(teamId: number, actor: string, keep: boolean): Promise<Removal | Refused>
}

export interface ConnectionParts {
  readonly store: Pick<Store, 'posthog'>
  readonly keeper: KeyKeeper
  readonly open: OpenPostHog
  readonly load: LoadPostHog
  readonly now: Now
}

export function createConnections({ store, keeper, open, load, now }: ConnectionParts): Connections {
  const { posthog } = store
  const asking = new Set<number>()
  const entryOf = (teamId: number, actor: string, action: string, detail: object): AuditEntry => ({
    teamId,
    at: epochSeconds(now),
    actor,
    action,
    service: '',
    reason: '',
    detail: { ...detail },
  })
  const missing: Refused = { refused: 'missing', problem: 'the team has no connection to PostHog' }
  const invalid = (problem: string): Refused => ({ refused: 'invalid', problem })

  async function placeOf(teamId: number, actor: string, wanted: WantedConnection): Promise<ConnectionPlace | Refused> {
    const { host, ingestHost, project, keys, personalApiKey, projectApiKey } = wanted
    const common = { teamId, host, ingestHost, project, keys, updatedAt: epochSeconds(now), updatedBy: actor }
    if (keys === 'environment') {
      if (personalApiKey !== undefined || typeof projectApiKey === 'string')
        return invalid('body.keys: with keys of the environment none is given')
      if (!(await keeper.mayUseEnvironment(teamId)))
        return { refused: 'conflict', problem: 'the server has no keys of PostHog in its environment for this team' }
      return { ...common, personalKey: undefined, projectKey: undefined }
    }
    if (!keeper.canSeal)
      return {
        refused: 'conflict',
        problem: 'the server takes no keys: its operator has to set LIPSERVICE_SECRET_KEY, by which they are encrypted',
      }
    const before = await posthog.find(teamId)
    // A key that was given for one host is never sent to another.
    const isSame = before?.keys === 'stored' && before.host === host && before.ingestHost === ingestHost
    const personalKey =
      personalApiKey === undefined
        ? isSame
          ? before.personalKey
          : undefined
        : keeper.seal(teamId, 'personal', personalApiKey)
    if (personalKey === undefined) return invalid('body.personal_api_key is missing: none is stored for this host')
    const kept = isSame ? before.projectKey : undefined
    const projectKey =
      projectApiKey === undefined
        ? kept
        : projectApiKey === null
          ? undefined
          : keeper.seal(teamId, 'project', projectApiKey)
    return { ...common, personalKey, projectKey }
  }

  async function removeAllOf(connection: StoredConnection): Promise<Removal | Refused> {
    const { teamId } = connection
    const things = await posthog.made(teamId)
    if (things.length === 0) return nothingOf(0)
    const api = await open(connection, { ...PATIENCE, signal: AbortSignal.timeout(REMOVAL_MILLIS) })
    if ('problem' in api) return { refused: 'conflict', problem: leftText(things.length, api.problem) }
    const removal = await removeMade(api, await load(), posthog, teamId, things).finally(() => api.close())
    return removal.problem === undefined
      ? removal
      : { refused: 'conflict', problem: leftText(removal.left, removal.problem) }
  }

  return {
    find: (teamId) => posthog.find(teamId),
    async connect(teamId, actor, wanted) {
      const place = await placeOf(teamId, actor, wanted)
      if ('refused' in place) return place
      const api = await open(place)
      if ('problem' in api) return invalid(`body: ${api.problem}`)
      await api.close()
      const { host, project, keys } = place
      const detail = { host, project, keys, project_key: place.projectKey !== undefined }
      const asked = (await posthog.jobs(teamId)).map(({ name }) => name)
      const jobs = POSTHOG_JOBS.filter((name) => !ASKED_JOBS.includes(name) || asked.includes(name))
      await posthog.set(place, jobs, entryOf(teamId, actor, 'posthog.connected', detail))
      return (await posthog.find(teamId)) ?? missing
    },
    async probe(teamId, actor) {
      const connection = await posthog.find(teamId)
      if (connection === undefined) return missing
      if (asking.has(teamId)) return { refused: 'busy', problem: 'PostHog is being asked for this team already' }
      if (asking.size >= MAX_PROBES) return { refused: 'busy', problem: 'PostHog is being asked for other teams' }
      asking.add(teamId)
      try {
        const api = await open(connection, { ...PATIENCE, signal: AbortSignal.timeout(PROBE_MILLIS) })
        const at = epochSeconds(now)
        const finding =
          'problem' in api
            ? { state: 'refused' as const, problem: api.problem, at, capabilities: [] }
            : findingOf(await (await load()).probe(api, now()).finally(() => api.close()), at)
        const detail = { state: finding.state, problem: finding.problem }
        await posthog.found(
          teamId,
          connection.revision,
          { ...finding, at: epochSeconds(now) },
          entryOf(teamId, actor, 'posthog.probed', detail),
        )
        return (await posthog.find(teamId)) ?? missing
      } finally {
        asking.delete(teamId)
      }
    },
    async askForBoard(teamId, actor) {
      const connection = await posthog.find(teamId)
      if (connection === undefined) return missing
      await posthog.askForBoard(teamId, epochSeconds(now), entryOf(teamId, actor, 'posthog.board_asked', {}))
      return connection
    },
    async removeBoard(teamId, actor) {
      const connection = await posthog.find(teamId)
      if (connection === undefined) return missing
      const removal = await removeAllOf(connection)
      if ('refused' in removal) return removal
      const detail = { ...removal.removed, left: removal.left }
      await posthog.endBoard(teamId, entryOf(teamId, actor, 'posthog.board_removed', detail))
      return removal
    },
    async disconnect(teamId, actor, keep) {
      const connection = await posthog.find(teamId)
      if (connection === undefined) return missing
      const removal = keep ? nothingOf((await posthog.made(teamId)).length) : await removeAllOf(connection)
      if ('refused' in removal)
        return { ...removal, problem: `${removal.problem}. With ?keep=yes they stay, and the connection goes` }
      const detail = { host: connection.host, project: connection.project, ...removal.removed, left: removal.left }
      const isGone = await posthog.remove(teamId, entryOf(teamId, actor, 'posthog.disconnected', detail))
      return isGone ? removal : missing
    },
  }
}

const nothingOf = (left: number): Removal => ({
  removed: { dashboard: 0, insight: 0, annotation: 0, view: 0, feature_flag: 0 },
  problem: undefined,
  left,
})

const leftText = (left: number, problem: string): string =>
  `${left} things that were made in PostHog could not be removed: ${problem}`
