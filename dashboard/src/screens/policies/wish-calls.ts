import { answerOf, api } from '../../api/client.js'
import type { components } from '../../api/schema.js'

/** Asks what a wish would do; nothing is stored. */
export const propose = (body: components['schemas']['Wish']) => answerOf(api.POST('/api/v1/wishes', { body }))

export type Proposal = Awaited<ReturnType<typeof propose>>

/** Does what was shown. @param text the words, for the audit */
export function applyWish({ draft, services, model }: Proposal, hash: string, text: string, reason: string) {
  const body = { draft, services, hash, text, reason, ...(model !== null && { model }) }
  return answerOf(api.POST('/api/v1/wishes/apply', { body }))
}
