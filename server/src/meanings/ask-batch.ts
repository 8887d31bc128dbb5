import type { Failure, Model } from '../llm/model.js'
import { verdictsOf } from './answer.js'
import type { Batch } from './batches.js'
import type { Asked, Verdict } from './meaning.js'
import { isPlausible, knows } from './plausible.js'
import { promptFor } from './prompt.js'

/** What became of a batch: an answer counts whole, or not at all. */
export interface BatchResult<T extends Asked> {
  readonly outcome: Failure['outcome'] | 'invalid' | 'implausible' | 'canary' | 'taken'
  /** Of `taken` only. */
  readonly verdicts: readonly (readonly [T, Verdict])[]
  readonly canariesRight: number
  readonly canaries: number
  readonly tokensIn: number
  readonly tokensOut: number
}

/** Asks a model about a batch, and checks all of its answer. */
export async function askBatch<T extends Asked>(model: Pick<Model, 'ask'>, items: Batch<T>): Promise<BatchResult<T>> {
  const answer = await model.ask(promptFor(items.map(({ line }) => line)))
  const nothing = { verdicts: [], canariesRight: 0, canaries: 0, tokensIn: 0, tokensOut: 0 }
  if (answer.outcome !== 'answered') return { ...nothing, outcome: answer.outcome }
  const used = { tokensIn: answer.tokensIn ?? 0, tokensOut: answer.tokensOut ?? 0 }
  const said = verdictsOf(answer.text, items.length)
  if (said === undefined) return { ...nothing, ...used, outcome: 'invalid' }
  const canaries = items.flatMap(({ canary }, i) => (canary === undefined ? [] : [knows(canary, said[i]!)]))
  const verdicts = items.flatMap(({ asked }, i) => (asked === undefined ? [] : [[asked, said[i]!] as const]))
  const canariesRight = canaries.filter(Boolean).length
  const counts = { ...used, canariesRight, canaries: canaries.length }
  if (canariesRight < canaries.length) return { ...counts, outcome: 'canary', verdicts: [] }
  if (!isPlausible(verdicts)) return { ...counts, outcome: 'implausible', verdicts: [] }
  return { ...counts, outcome: 'taken', verdicts }
}
