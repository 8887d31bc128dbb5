/** What changes when anything of a team changes that a page shows. */
export interface Pulse {
  /** Of the newest audit entry; 0: there is none. */
  readonly auditId: number
  readonly openIncidents: number
  /** Versions of policies that are on their way. */
  readonly candidates: number
  /** When a service of the team was last reported for, epoch seconds; `undefined`: never. */
  readonly lastReportAt: number | undefined
}

export interface PulseStore {
  /** Returns it from indexes alone. */
  of(teamId: number): Promise<Pulse>
}
