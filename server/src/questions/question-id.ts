import { createHash } from 'node:crypto'
import type { Question } from './ask-model.js'

/** Returns the same for the same question in the same words, and something else for any other. */
export function questionId({ purpose, promptVersion, system, user, schema, maxOutputTokens }: Question): string {
  const said = JSON.stringify([purpose, promptVersion, system, user, schema, maxOutputTokens])
  return createHash('sha256').update(said).digest('hex')
}
