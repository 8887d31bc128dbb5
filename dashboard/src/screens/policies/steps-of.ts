import type { Version } from './fold-versions.js'

export const STEPS = ['draft', 'shadow', 'canary', 'active'] as const
export type Step = (typeof STEPS)[number]

/** Seconds that a stage lasts at least. */
interface StageTimes {
  readonly shadow_seconds: number
  readonly canary_seconds: number
  readonly watch_seconds: number
}

export interface StepState {
  readonly step: Step
  /** `skipped`: it was gone over. `ended`: its way ended here. */
  readonly state: 'done' | 'now' | 'todo' | 'skipped' | 'ended'
  /** When it came there, epoch seconds. */
  readonly at: number | undefined
  /** While it is there. */
  readonly progress: { readonly gone: number; readonly whole: number } | undefined
  /** Until then what is in force is watched. */
  readonly watchedUntil: number | undefined
  /** Why its way ended here. */
  readonly ending: string | undefined
}

/** Returns whether a version goes, or went, the way of a plan. */
export const hasWay = ({ stages }: Pick<Version, 'stages'>): boolean =>
  stages.some(({ stage }) => stage === 'draft' || stage === 'shadow' || stage === 'canary')

/** Returns how far a version is on the way of a plan. */
export function stepsOf({ stages, stage: stands, stage_at }: Version, times: StageTimes, now: number): StepState[] {
  const timeOf = (step: Step): number | undefined => stages.find(({ stage }) => stage === step)?.at
  const last = STEPS.findLastIndex((step) => timeOf(step) !== undefined)
  const end = stages.findLast(({ stage }) => stage === 'rejected' || stage === 'reverted')
  const whole = { draft: undefined, shadow: times.shadow_seconds, canary: times.canary_seconds, active: undefined }
  return STEPS.map((step, i): StepState => {
    const at = timeOf(step)
    const isNow = i === last && step === stands && step !== 'active'
    const ends = i === last && end !== undefined
    const length = whole[step]
    return {
      step,
      state: ends ? 'ended' : isNow ? 'now' : i > last ? 'todo' : at === undefined ? 'skipped' : 'done',
      at,
      progress: isNow && length !== undefined ? { gone: Math.max(0, now - stage_at), whole: length } : undefined,
      watchedUntil:
        step === 'active' && at !== undefined && stands === 'active' && now < at + times.watch_seconds
          ? at + times.watch_seconds
          : undefined,
      ending: ends ? end.reason : undefined,
    }
  })
}
