import type { ModelStore, SaidClass } from '../store/contracts/models.js'
import { patternName } from '../store/store.js'
import { askBatch } from './ask-batch.js'
import type { MeteredModel } from './metered-model.js'
import { isJudged } from './refusals.js'
import type { Round } from './rounds.js'

/** What a pass says of patterns, by their names. */
export type Pass = ReadonlyMap<string, SaidClass & { readonly why: string }>

/** Asks about a round, and writes down what the check of each answer says. Returns `undefined` where nobody has answered: it comes again. */
export async function askRound(
  model: MeteredModel,
  { passes }: Round,
  models: Pick<ModelStore, 'judge'>,
): Promise<readonly Pass[] | undefined> {
  const said: Pass[] = []
  for (const batches of passes) {
    const pass = new Map<string, SaidClass & { why: string }>()
    for (const batch of batches) {
      const { outcome, verdicts } = await askBatch(model, batch)
      if (!isJudged(outcome)) return undefined
      if (model.last.call !== undefined) await models.judge(model.last.call, outcome)
      for (const [{ asked }, { meaning, sure, why }] of verdicts)
        if (asked !== undefined) pass.set(patternName(asked.pattern), { class: meaning, sure, why })
    }
    said.push(pass)
  }
  return said
}
