import type { DropReason, KeepReason } from './decision.js'

/** One step of the decision, in its order. The first that applies decides. */
export interface ExplanationStep {
  /** Name of the step: the reason that it gives. `off`: whether sampling is switched off. */
  readonly step: KeepReason | DropReason | 'off'
  /** Whether it decides. */
  readonly applies: boolean
  /** Why, for people. */
  readonly because: string
  /** What was compared, by name. */
  readonly numbers: Readonly<Record<string, number>>
}

/** How a record like this one would be decided now. `String(explanation)` is a text for a terminal. */
export interface Explanation {
  /** Id of the pattern, 16 hex digits. */
  readonly signature: string
  /** Template of the pattern. */
  readonly template: string
  /** `draw`: kept with `probability`. */
  readonly outcome: 'keep' | 'drop' | 'draw'
  /** The step that decides. */
  readonly reason: ExplanationStep['step']
  /** Probability of being kept, 0–1. */
  readonly probability: number
  /** Up to the one that decides. */
  readonly steps: readonly ExplanationStep[]
  /** Returns a text of a line a step, for a terminal. */
  toString(): string
}

export function explanationOf(
  signature: { readonly id: string; readonly template: string },
  steps: readonly ExplanationStep[],
  probability: number,
): Explanation {
  const { step: reason } = steps.at(-1)!
  const outcome = probability === 0 ? 'drop' : probability === 1 ? 'keep' : 'draw'
  const { id, template } = signature
  return {
    signature: id,
    template,
    outcome,
    reason,
    probability,
    steps,
    toString() {
      const verdict =
        outcome === 'draw'
          ? `kept with probability ${round(probability)}`
          : `${outcome === 'keep' ? 'kept' : 'dropped'}`
      const lines = steps.map(
        (step) => `  ${step.applies ? '→' : '·'} ${step.step.padEnd(17)}${step.because}${numbersOf(step)}`,
      )
      return [`${id} "${template}": ${verdict} (${reason})`, ...lines].join('\n')
    },
  }
}

function numbersOf({ numbers }: ExplanationStep): string {
  const parts = Object.entries(numbers).map(([name, value]) => `${name} ${round(value)}`)
  return parts.length === 0 ? '' : ` [${parts.join(', ')}]`
}

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3)
}
