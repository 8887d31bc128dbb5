import * as z from 'zod/mini'
import { mapOutcome, type Outcome } from '../contract/outcome.js'
import type { QueryAnswer } from '../contract/posthog-api.js'
import type { HogQL } from '../hogql.js'
import { askProject, type Endpoints } from './endpoint.js'

/** Fifty thousand rows of texts. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

const ANSWER = z.object({
  columns: z.array(z.string()),
  results: z.array(z.array(z.unknown())),
  hasMore: z.optional(z.nullable(z.boolean())),
})

/** Runs HogQL. */
export async function query(
  on: Endpoints,
  hogql: HogQL,
  { name, signal }: { readonly name: string; readonly signal?: AbortSignal },
): Promise<Outcome<QueryAnswer>> {
  const answer = await askProject(on, 'query/', {
    what: `query ${name}`,
    scope: 'query:read',
    method: 'POST',
    body: { query: { kind: 'HogQLQuery', query: hogql.text }, name },
    pace: 'query',
    repeatable: true,
    maxBytes: MAX_ANSWER_BYTES,
    shape: ANSWER,
    signal,
  })
  return mapOutcome(answer, ({ columns, results, hasMore }) => ({ columns, rows: results, hasMore: hasMore === true }))
}
