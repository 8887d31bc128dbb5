import type { Failed, Outcome, PostHogApi, QueryAnswer } from 'lipservice/posthog-api'
import { ok } from 'lipservice/posthog-api'
import { type Row, selectFrom } from './hogql-rows.js'

/** What a query gets instead of its answer. */
export type Refuse = (query: string, name: string) => Failed | undefined

export const TOO_EXPENSIVE: Failed = { outcome: 'too_expensive', message: 'the query took more than 10 s' }
export const UNAVAILABLE: Failed = { outcome: 'unavailable', message: 'PostHog answered 503', status: 503 }

/** An API whose logs are these rows: every query is parsed and run. */
export function memoryApi(
  rows: readonly Row[],
  refuse: Refuse = () => undefined,
): { readonly api: Pick<PostHogApi, 'query' | 'logs'>; readonly queries: string[] } {
  const queries: string[] = []
  const query: PostHogApi['query'] = async ({ text }, { name }): Promise<Outcome<QueryAnswer>> => {
    queries.push(text)
    return refuse(text, name) ?? ok(selectFrom(rows, text))
  }
  const logs = { samplingRules: async () => ok([]) } as unknown as PostHogApi['logs']
  return { api: { query, logs }, queries }
}
