/** How the server of a model wants to be asked. Nobody says beforehand: one that refuses something is asked without it from then on. */
export interface Manners {
  /** Some refuse a schema, and some forget it: what they answer is checked in either case. */
  readonly takesSchema: boolean
  /** Models that think take none. */
  readonly takesTemperature: boolean
  /** What it calls the bound of an answer, where it speaks the protocol of OpenAI. */
  readonly limit: 'max_tokens' | 'max_completion_tokens'
  /** What it thinks counts against that bound. */
  readonly thinks: boolean
}

export const USUAL_MANNERS: Manners = { takesSchema: true, takesTemperature: true, limit: 'max_tokens', thinks: false }

/** Thoughts are longer than an answer. */
const TIMES_THINKING = 4

/** Returns how to ask a server that has refused a request; `undefined`: nothing is left to leave out. @param said what it said of that */
export function mannersAfter(manners: Manners, said: string): Manners | undefined {
  if (manners.limit === 'max_tokens' && said.includes('max_completion_tokens'))
    return { ...manners, limit: 'max_completion_tokens', thinks: true }
  if (manners.takesTemperature && /temperature/i.test(said)) return { ...manners, takesTemperature: false }
  return manners.takesSchema ? { ...manners, takesSchema: false } : undefined
}

export function outputTokens({ thinks }: Manners, wanted: number): number {
  return thinks ? TIMES_THINKING * wanted : wanted
}

/** Returns the body of a request in the protocol of OpenAI, with its bound under the name that the server knows. */
export function bodyFor({ limit }: Manners, { max_tokens, ...body }: Record<string, unknown>): Record<string, unknown> {
  return max_tokens === undefined ? body : { ...body, [limit]: max_tokens }
}
