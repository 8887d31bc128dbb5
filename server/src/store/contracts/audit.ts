/** Who changed what, and why. Rows are never changed nor removed: the database refuses it. */
export interface AuditEntry {
  readonly teamId: number
  readonly at: number
  /** Id of an API key, or the part of the server that did it: `allocator`, `rollouts`, `server`. */
  readonly actor: string
  /** Such as `policy.activated`. */
  readonly action: string
  /** Empty: the whole team. */
  readonly service: string
  readonly reason: string
  /** What there was before and is now, as far as it says more. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** Entries are written by the change that they tell of, in its transaction: there is no other way to add one. */
export interface AuditStore {
  /** Newest first. */
  list(
    teamId: number,
    service: string | undefined,
    limit: number,
    before?: number,
  ): Promise<(AuditEntry & { readonly id: number })[]>
}
