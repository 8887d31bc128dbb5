import { ApiProblem, answerOf, api } from '../../api/client.js'
import type { components } from '../../api/schema.js'
import { postHogTexts as texts } from '../../texts/posthog.js'

export type Connection = NonNullable<components['schemas']['PostHogConnection']>
type NewConnection = components['schemas']['NewPostHogConnection']

export const REGIONS = ['us', 'eu'] as const
export const SOURCES = ['stored', 'environment'] as const

/** Returns what was filled in. @throws ApiProblem what is missing */
export function connectionIn(form: FormData): NewConnection {
  const text = (name: string): string => String(form.get(name) ?? '').trim()
  const region = REGIONS.find((one) => one === text('region'))
  const host = region ?? text('url')
  if (host === '') throw new ApiProblem(422, texts.noUrl)
  const keys = SOURCES.find((one) => one === text('keys')) ?? 'stored'
  const [personal, project] = [text('personal_api_key'), text('project_api_key')]
  return {
    host,
    ingest_host: '',
    project: text('project'),
    keys,
    ...(keys === 'stored' && personal !== '' && { personal_api_key: personal }),
    ...(keys === 'stored' && project !== '' && { project_api_key: project }),
  }
}

export const putConnection = (body: NewConnection): Promise<unknown> =>
  answerOf(api.PUT('/api/v1/posthog/connection', { body }))

export const probe = (): Promise<unknown> => answerOf(api.POST('/api/v1/posthog/connection/probe'))

/** @returns how many things stay in PostHog. @param keep whether they shall */
export async function removeConnection(keep: boolean): Promise<number> {
  const params = { query: { keep: keep ? 'yes' : 'no' } } as const
  return (await answerOf(api.DELETE('/api/v1/posthog/connection', { params }))).left
}

export const askForBoard = (): Promise<unknown> => answerOf(api.PUT('/api/v1/posthog/board'))

/** Returns what was removed in PostHog, by kind, and how much stays there. */
export const removeBoard = () => answerOf(api.DELETE('/api/v1/posthog/board'))

export type Import = components['schemas']['PostHogImport']

/** Begins to import so many whole hours of history. */
export const startImport = (hours: number, reason: string): Promise<Import> =>
  answerOf(api.POST('/api/v1/posthog/imports', { body: { hours, services: [], mode: 'auto', reason } }))

export const stopImport = (id: string): Promise<Import> =>
  answerOf(api.POST('/api/v1/posthog/imports/{import_id}/cancel', { params: { path: { import_id: id } } }))
