import type { Prompt } from '../llm/model.js'
import type { ModelCaps, ModelSpent, ModelUse } from '../store/contracts/models.js'
import { promptFor } from './prompt.js'
import type { Round } from './rounds.js'

/** Returns whether all requests of a round fit into what is left of a day and a month. @param usual what a prompt may take */
export function fitsCaps(
  { passes }: Round,
  usual: (prompt: Prompt) => ModelUse,
  { day, month }: { readonly day: ModelSpent; readonly month: ModelSpent },
  caps: ModelCaps,
): boolean {
  const uses = passes.flat().map((batch) => usual(promptFor(batch.map(({ line }) => line))))
  const tokens = uses.reduce((sum, { tokensIn, tokensOut }) => sum + tokensIn + tokensOut, 0)
  const microUsd = uses.reduce((sum, one) => sum + one.microUsd, 0)
  return (
    day.tokens + tokens <= caps.tokensPerDay &&
    day.microUsd + microUsd <= caps.microUsdPerDay &&
    month.microUsd + microUsd <= caps.microUsdPerMonth
  )
}
