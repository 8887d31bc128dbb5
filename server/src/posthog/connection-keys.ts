import type { ConnectionPlace, SealedKey } from '../store/contracts/posthog.js'
import type { Store } from '../store/store.js'
import type { PostHogSettings } from './posthog-settings.js'
import { createSecretBox } from './secret-box.js'

const SHOWN_CHARACTERS = 4

/** Keys of one connection, in memory only for as long as they are used. */
export interface ConnectionKeys {
  readonly personalApiKey: string
  readonly projectApiKey: string | undefined
}

/** What is kept of keys, and what they are. */
export interface KeyKeeper {
  /** Whether keys can be kept at all. */
  readonly canSeal: boolean
  seal(teamId: number, kind: KeyKind, key: string): SealedKey
  /** Whether the keys of the environment are for this team. */
  mayUseEnvironment(teamId: number): Promise<boolean>
  /** Returns why there is none, in words that have nothing of a key. */
  keysOf(place: ConnectionPlace): Promise<ConnectionKeys | { readonly problem: string }>
}

export type KeyKind = 'personal' | 'project'

const UNREADABLE =
  'the key cannot be decrypted: LIPSERVICE_SECRET_KEY is not what it was when it was stored. Connect again'

export function createKeyKeeper(
  { secret, environment }: PostHogSettings,
  { keys }: { readonly keys: Pick<Store['keys'], 'findTeam'> },
): KeyKeeper {
  const box = secret === '' ? undefined : createSecretBox(secret)
  const about = (teamId: number, kind: KeyKind) => `posthog ${kind} key of team ${teamId}`
  const mayUseEnvironment = async (teamId: number) =>
    environment.personalKey !== '' && (await keys.findTeam(environment.team)) === teamId
  return {
    canSeal: box !== undefined,
    seal(teamId, kind, key) {
      if (box === undefined) throw new Error('there is no secret to encrypt keys by')
      return { sealed: box.seal(key, about(teamId, kind)), shown: shownKey(key) }
    },
    mayUseEnvironment,
    async keysOf({ teamId, keys: source, personalKey, projectKey }) {
      if (source === 'environment') {
        if (!(await mayUseEnvironment(teamId)))
          return { problem: 'the server has no keys of PostHog in its environment for this team any more' }
        return { personalApiKey: environment.personalKey, projectApiKey: environment.projectKey || undefined }
      }
      const open = (kind: KeyKind, key: SealedKey | undefined) => key && box?.open(key.sealed, about(teamId, kind))
      const personalApiKey = open('personal', personalKey)
      const projectApiKey = open('project', projectKey)
      if (personalApiKey === undefined || (projectKey !== undefined && projectApiKey === undefined))
        return { problem: UNREADABLE }
      return { personalApiKey, projectApiKey }
    },
  }
}

/** Returns what people know a key by: its kind and its last characters, nothing that could be used. */
export function shownKey(key: string): string {
  const kind = /^[a-z]{3}_/.exec(key)?.[0] ?? ''
  return key.length < 4 * SHOWN_CHARACTERS ? `${kind}…` : `${kind}…${key.slice(-SHOWN_CHARACTERS)}`
}
