/** What a key may do: send reports and fetch policies, look at everything, change everything. */
export const SCOPES = ['ingest', 'read', 'admin'] as const
export type Scope = (typeof SCOPES)[number]
