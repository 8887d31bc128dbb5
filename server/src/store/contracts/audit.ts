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

/** Entries are written by the change that they tell of, in its transaction: there is no other way to add one. */
export interface AuditStore {
  /** Returns entries, newest first; with `before` those of a lower id. */
  list(
    teamId: number,
    service: string | undefined,
    limit: number,
    before?: number,
  ): Promise<(AuditEntry & { readonly id: number })[]>
}
