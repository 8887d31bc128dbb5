/**
 * What became of what a record tells of: appended to its template by the signer, so that failures are a pattern of their own. No
 * message has such a token in its template: `<` and `>` are never part of one.
 */
export const OUTCOMES = ['<4xx>', '<5xx>', '<failed>'] as const
export type Outcome = (typeof OUTCOMES)[number]

export function appendOutcome(template: string, outcome: Outcome): string {
  return template === '' ? outcome : `${template} ${outcome}`
}

/** Takes a template apart: what the message says, and the outcome that the signer appended. */
export function splitOutcome(template: string): { readonly base: string; readonly outcome: Outcome | undefined } {
  const outcome = OUTCOMES.find((one) => template.endsWith(one))
  if (outcome === undefined) return { base: template, outcome }
  const base = template.slice(0, -outcome.length)
  if (base !== '' && !base.endsWith(' ')) return { base: template, outcome: undefined }
  return { base: base.trimEnd(), outcome }
}
