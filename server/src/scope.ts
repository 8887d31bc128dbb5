/**
 * What a key may do: send reports and fetch policies; look at everything; hold patterns, label them, keep everything for
 * a while, and end or undo a policy; change everything.
 */
export const SCOPES = ['ingest', 'read', 'operate', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** Scopes that may look at everything. */
export const READERS = ['read', 'operate', 'admin'] as const satisfies readonly Scope[]
/** Scopes that may hold, label, keep and undo. */
export const OPERATORS = ['operate', 'admin'] as const satisfies readonly Scope[]
