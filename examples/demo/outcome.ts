import type { Incident, PolicyVersion, Savings } from './api-types.ts'
import type { Progress } from './messages.ts'
import type { Told } from './story.ts'

/** All that is known when the demo is over. */
export interface Outcome {
  /** By the name of the service, after everything had arrived; and when that was asked for, seconds. */
  readonly services: ReadonlyMap<string, Progress>
  readonly stoppedAt: number
  readonly told: Told
  readonly received: { errors: number; patterns: number; estimatedTotal: number } | undefined
  /** `undefined` for a LipService that is not the demo's own. */
  readonly lipservice:
    | {
        readonly counted: { seen: number; reports: number }
        readonly policies: readonly { service: string; versions: readonly PolicyVersion[] }[]
        readonly incidents: readonly Incident[]
        readonly savings: readonly Savings[]
      }
    | undefined
}
