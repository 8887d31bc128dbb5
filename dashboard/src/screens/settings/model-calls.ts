import { answerOf, api } from '../../api/client.js'
import type { components } from '../../api/schema.js'

export type Model = components['schemas']['Model']
export type Mode = Model['mode']
export type Call = components['schemas']['ModelCall']

export const MODES = ['off', 'suggest', 'raise'] as const satisfies readonly Mode[]

interface Caps {
  readonly tokens_per_day?: number
  readonly usd_per_day?: number
  readonly usd_per_month?: number
}

/** What may be left out: as the server allows. */
const CAPS = ['tokens_per_day', 'usd_per_day', 'usd_per_month'] as const

/** Returns the caps that were filled in. */
export function capsIn(form: FormData): Caps {
  const filled = CAPS.map((name) => [name, String(form.get(name) ?? '').trim()] as const)
  return Object.fromEntries(filled.flatMap(([name, text]) => (text === '' ? [] : [[name, Number(text)]])))
}

export const setModel = (mode: Mode, caps: Caps, reason: string): Promise<Model> =>
  answerOf(api.PUT('/api/v1/model', { body: { mode, ...caps, reason } }))

export const askForExam = (reason: string): Promise<unknown> =>
  answerOf(api.POST('/api/v1/model/exam', { body: { reason } }))

/** Asks what would be sent next; nothing is. */
export const preview = () => answerOf(api.GET('/api/v1/model/preview'))
export type Preview = Awaited<ReturnType<typeof preview>>

/** Asks for what was sent, newest first. */
export async function callsBefore(
  before: number | undefined,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Call[]> {
  const query = { limit, ...(before !== undefined && { before }) }
  return (await answerOf(api.GET('/api/v1/model/calls', { params: { query }, ...(signal && { signal }) }))).calls
}
