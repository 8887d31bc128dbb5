/** Who changed what, and why. Rows are never changed nor removed: the database refuses it. */
export interface AuditEntry {
  readonly teamId: number
  readonly at: number
  /** Id of an API key, or `allocator`. */
  readonly actor: string
  /** Such as `policy.activated`. */
  readonly action: string
  /** Empty: the whole team. */
  readonly service: string
  readonly reason: string
  /** What there was before and is now, as far as it says more. */
  readonly detail: Readonly<Record<string, unknown>>
}

export interface AuditStore {
  append(entry: AuditEntry): Promise<void>
  /** Newest first. */
  list(
    teamId: number,
    service: string | undefined,
    limit: number,
    before?: number,
  ): Promise<(AuditEntry & { readonly id: number })[]>
}
