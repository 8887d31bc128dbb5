import type { AuditEntry } from './audit.js'

/** `open`: it is running, or waits for its turn. */
export const IMPORT_STATES = ['open', 'done', 'cancelled'] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/** What is imported: whole hours, epoch seconds. */
export interface ImportRequest {
  readonly from: number
  readonly to: number
  /** Empty: all. */
  readonly services: readonly string[]
  readonly mode: 'auto' | 'exact' | 'sample'
}

/** How far an import has come. */
export interface ImportProgress {
  readonly hoursDone: number
  readonly hoursAll: number
  /** Records of the hours that this import has added. */
  readonly records: number
  /** Hours of services by what became of them. */
  readonly serviceHours: Readonly<Record<string, number>>
  /** What is to be told of how it was read. */
  readonly notes: readonly string[]
  /** From where it goes on: JSON that the importer alone understands; `undefined`: from its start. */
  readonly resumeFrom: string | undefined
}

/** History from PostHog for a team. Its id names it: two imports with one id are one. */
export interface StoredImport {
  readonly teamId: number
  readonly importId: string
  readonly state: ImportState
  readonly request: ImportRequest
  readonly progress: ImportProgress
  readonly startedAt: number
  readonly startedBy: string
  readonly updatedAt: number
}

export interface PostHogImportStore {
  /** The newest first. */
  imports(teamId: number, limit: number): Promise<StoredImport[]>
  findImport(teamId: number, importId: string): Promise<StoredImport | undefined>
  /** Returns the open import that began first. */
  openImport(teamId: number): Promise<StoredImport | undefined>
  /** Adds an import, or opens one that was cancelled, and has the job due. Returns whether there was anything to do. */
  startImport(started: StoredImport, entry: AuditEntry): Promise<boolean>
  /** Writes how far it has come. Returns whether it is open: if not, nothing is written. */
  importReached(
    teamId: number,
    importId: string,
    progress: ImportProgress,
    at: number,
    state: 'open' | 'done',
  ): Promise<boolean>
  /** Returns whether it was open. */
  cancelImport(teamId: number, importId: string, entry: AuditEntry): Promise<boolean>
}
