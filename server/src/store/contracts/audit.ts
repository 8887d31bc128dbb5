/** Who changed what, and why. The database refuses to change or remove a row. */
export interface AuditEntry {
  readonly teamId: number
  readonly at: number
  /** Id of an API key, or the part of the server that did it: `allocator`, `rollouts`, `server`. */
  readonly actor: string
  /** What was changed and how, such as `budget.set`. */
  readonly action: string
  /** Empty: the whole team. */
  readonly service: string
  readonly reason: string
  /** What there was before and is now, without secrets. */
  readonly detail: Readonly<Record<string, unknown>>
}

export interface AuditQuery {
  readonly service?: string | undefined
  /** Actions such as `budget.set`, or all of a kind: `budget`. */
  readonly actions?: readonly string[] | undefined
  /** Without what these did. */
  readonly exceptActors?: readonly string[] | undefined
  /** Actions, or parts before the dot, that are left out. */
  readonly exceptActions?: readonly string[] | undefined
  /** Entries of a lower id. */
  readonly before?: number | undefined
  /** Epoch seconds. */
  readonly since?: number | undefined
  /** Epoch seconds; entries are before it. */
  readonly until?: number | undefined
  readonly limit: number
}

/** Entries are written by the change that they tell of, in its transaction: there is no other way to add one. */
export interface AuditStore {
  /** Returns entries, newest first; with `before` those of a lower id. */
  list(
    teamId: number,
    service: string | undefined,
    limit: number,
    before?: number,
  ): Promise<(AuditEntry & { readonly id: number })[]>
  /** Returns entries, newest first. */
  find(teamId: number, query: AuditQuery): Promise<(AuditEntry & { readonly id: number })[]>
}
