import { epochSeconds, type Now } from '../internal/clock.js'
import type { AuditEntry } from '../store/contracts/audit.js'
import { ASKED_JOBS, POSTHOG_JOBS, type StoredConnection } from '../store/contracts/posthog.js'
import type { Store } from '../store/store.js'
import type { KeyKeeper } from './connection-keys.js'
import { placeOf, type WantedConnection } from './connection-place.js'
import { createProber } from './connection-probe.js'
import { nothingRemoved, removeAllOf } from './connection-removal.js'
import type { Removal } from './made-things.js'
import type { LoadPostHog, OpenPostHog } from './open-posthog.js'
import { missing, type Refused } from './refused.js'

export type { WantedConnection } from './connection-place.js'
export type { Refused } from './refused.js'

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

export function createConnections(parts: ConnectionParts): Connections {
  const { store, keeper, open, now } = parts
  const { posthog } = store
  const ask = createProber(parts)
  const entryOf = (teamId: number, actor: string, action: string, detail: object): AuditEntry => ({
    teamId,
    at: epochSeconds(now),
    actor,
    action,
    service: '',
    reason: '',
    detail: { ...detail },
  })

  return {
    find: (teamId) => posthog.find(teamId),
    async connect(teamId, actor, wanted) {
      const place = await placeOf(keeper, now, teamId, actor, wanted, await posthog.find(teamId))
      if ('refused' in place) return place
      const api = await open(place)
      if ('problem' in api) return { refused: 'invalid', problem: `body: ${api.problem}` }
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
      const finding = await ask(connection)
      if ('refused' in finding) return finding
      const { state, problem } = finding
      const entry = entryOf(teamId, actor, 'posthog.probed', { state, problem })
      await posthog.found(teamId, connection.revision, finding, entry)
      return (await posthog.find(teamId)) ?? missing
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
      const removal = await removeAllOf(parts, connection)
      if ('refused' in removal) return removal
      const detail = { ...removal.removed, left: removal.left }
      await posthog.endBoard(teamId, entryOf(teamId, actor, 'posthog.board_removed', detail))
      return removal
    },
    async disconnect(teamId, actor, keep) {
      const connection = await posthog.find(teamId)
      if (connection === undefined) return missing
      const removal = keep ? nothingRemoved((await posthog.made(teamId)).length) : await removeAllOf(parts, connection)
      if ('refused' in removal)
        return { ...removal, problem: `${removal.problem}. With ?keep=yes they stay, and the connection goes` }
      const detail = { host: connection.host, project: connection.project, ...removal.removed, left: removal.left }
      const isGone = await posthog.remove(teamId, entryOf(teamId, actor, 'posthog.disconnected', detail))
      return isGone ? removal : missing
    },
  }
}
