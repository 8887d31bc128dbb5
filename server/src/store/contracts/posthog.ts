import type { AuditEntry } from './audit.js'
import type { PostHogImportStore } from './posthog-imports.js'
import type { PostHogToggleStore } from './posthog-toggle.js'

/**
 * What is known of a connection: `unproved`: nobody has asked PostHog yet. `lacking`: the key lacks scopes. `refused`: PostHog does not take
 * the key, or the server cannot read it. `unreachable`: PostHog does not answer.
 */
export const CONNECTION_STATES = ['unproved', 'connected', 'lacking', 'refused', 'unreachable'] as const
export type ConnectionState = (typeof CONNECTION_STATES)[number]

/** `stored`: encrypted in the database. `environment`: those that this server was started with. */
export const KEY_SOURCES = ['stored', 'environment'] as const
export type KeySource = (typeof KEY_SOURCES)[number]

/** A key as it is kept: nobody reads it without the secret of the server. */
export interface SealedKey {
  readonly sealed: string
  /** For people, such as `phx_…wxyz`. */
  readonly shown: string
}

/** What was found when a project was asked for something. */
export interface StoredCapability {
  readonly name: string
  readonly title: string
  readonly scope: string
  readonly outcome: string
  readonly detail: string
  readonly without: string
}

/** What a gigabyte of logs costs the team. */
export interface StoredPrice {
  /** `billing`: of the team's own bill in PostHog. `list`: PostHog's list price. */
  readonly source: 'billing' | 'list'
  readonly usdPerGb: number
  /** For people: where it is from. */
  readonly label: string
  readonly readAt: number
}

/** Where PostHog is for a team, and as whom it is asked. */
export interface ConnectionPlace {
  readonly teamId: number
  /** `us`, `eu` or a URL. */
  readonly host: string
  /** Empty: that of the host. */
  readonly ingestHost: string
  readonly project: string
  readonly keys: KeySource
  readonly personalKey: SealedKey | undefined
  readonly projectKey: SealedKey | undefined
  readonly updatedAt: number
  readonly updatedBy: string
}

export interface StoredConnection extends ConnectionPlace {
  /** Changes with every change of a person: what was begun with an earlier one is not written down any more. */
  readonly revision: number
  readonly state: ConnectionState
  readonly since: number
  /** One sentence; empty: none. */
  readonly problem: string
  readonly capabilities: readonly StoredCapability[]
  readonly probedAt: number | undefined
  readonly price: StoredPrice | undefined
}

/** What came of asking. */
export interface ConnectionFinding {
  readonly state: ConnectionState
  readonly problem: string
  readonly at: number
  /** Absent: they are as they were. */
  readonly capabilities?: readonly StoredCapability[]
}

export const POSTHOG_JOBS = ['bill', 'import', 'tell', 'toggle', 'board'] as const
/** What only begins when a person asks for it: it makes things in PostHog. */
export const ASKED_JOBS: readonly string[] = ['board']
export type PostHogJobName = (typeof POSTHOG_JOBS)[number]

/** `idle`: nothing has run yet. `ok`, `failing`: how the last run ended. */
export type JobState = 'idle' | 'ok' | 'failing'

/** Work for a team, and when it is due. Times are epoch seconds. */
export interface StoredJob {
  readonly teamId: number
  readonly name: PostHogJobName
  readonly state: JobState
  /** Since when it has been in this state. */
  readonly since: number
  readonly lastRun: number | undefined
  readonly lastOk: number | undefined
  readonly nextRun: number
  /** In a row. */
  readonly failures: number
  /** One sentence; empty: none. */
  readonly problem: string
  /** The audit has it that it has been failing for a day. */
  readonly isTold: boolean
  /** What the last run that went well did, by name. */
  readonly counts: Readonly<Record<string, number>>
}

export const MADE_KINDS = ['dashboard', 'insight', 'annotation', 'view', 'canvas', 'feature_flag'] as const
export type MadeKind = (typeof MADE_KINDS)[number]

/** Something that was made in PostHog for the team, so that it can be removed. */
export interface MadeThing {
  readonly kind: MadeKind
  readonly remoteId: string
  /** What it is for, such as the key of an annotation. */
  readonly name: string
  readonly madeAt: number
}

export interface PostHogConnectionStore {
  find(teamId: number): Promise<StoredConnection | undefined>
  /** Connects, or changes the connection: its state begins anew, these jobs are due at once, and there are no others. */
  set(place: ConnectionPlace, jobs: readonly PostHogJobName[], entry: AuditEntry): Promise<void>
  /** Removes the connection, its jobs and its imports; what is noted of things made in PostHog too. Returns whether there was one. */
  remove(teamId: number, entry: AuditEntry): Promise<boolean>
  /** Returns whether the connection is still of that revision: if not, nothing is written. */
  found(teamId: number, revision: number, finding: ConnectionFinding, entry?: AuditEntry): Promise<boolean>
  price(teamId: number): Promise<StoredPrice | undefined>
  setPrice(teamId: number, revision: number, price: StoredPrice): Promise<void>
}

export interface PostHogJobStore {
  jobs(teamId: number): Promise<StoredJob[]>
  /** Jobs of these names that are due, the longest waiting first. */
  due(now: number, names: readonly PostHogJobName[], limit: number): Promise<StoredJob[]>
  /** Writes how a job ended, with an audit entry where there is one; nothing, if the connection is of another revision. */
  jobEnded(job: StoredJob, revision: number, entry?: AuditEntry): Promise<void>
  /** Has the board due, whether or not it was asked for before; one that is gone from PostHog is made anew. */
  askForBoard(teamId: number, at: number, entry: AuditEntry): Promise<void>
  /** Nothing is done about the board any more. */
  endBoard(teamId: number, entry: AuditEntry): Promise<void>
}

export interface PostHogMadeStore {
  made(teamId: number): Promise<MadeThing[]>
  /** A repeat changes nothing. */
  noteMade(teamId: number, thing: MadeThing): Promise<void>
  forgetMade(teamId: number, kind: MadeKind, remoteId: string): Promise<void>
}

export interface PostHogStore
  extends PostHogConnectionStore,
    PostHogJobStore,
    PostHogMadeStore,
    PostHogImportStore,
    PostHogToggleStore {}
