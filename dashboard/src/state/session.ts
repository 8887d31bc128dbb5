import { computed, signal } from '@preact/signals'
import { ApiProblem, answerOf, api, problemOf } from '../api/client.js'
import type { components } from '../api/schema.js'

export type Settings = components['schemas']['Settings']

/** `unknown` until the server said whether this browser is logged in. */
export const session = signal<'unknown' | 'in' | 'out'>('unknown')
/** What the server says of itself and of who is logged in. */
export const settings = signal<Settings | undefined>(undefined)

const has = (scope: Settings['scopes'][number]) => settings.value?.scopes.includes(scope) === true
export const isAdmin = computed(() => has('admin'))
/** May hold, label, keep everything, end and undo. */
export const isOperator = computed(() => has('operate') || has('admin'))

/** Why it is not known who is logged in. */
export const sessionProblem = signal<ApiProblem | undefined>(undefined)

/** Asks who is logged in. */
export async function loadSession(): Promise<void> {
  sessionProblem.value = undefined
  try {
    settings.value = await answerOf(api.GET('/api/v1/settings'))
    session.value = 'in'
  } catch (error) {
    const problem = problemOf(error)
    if (problem.status === 401) sessionEnded()
    else sessionProblem.value = problem
  }
}

/** Logs in with a key or the code of a one-time link. It is sent once and kept nowhere. @throws ApiProblem */
export async function logIn(proof: { readonly key: string } | { readonly code: string }): Promise<void> {
  await sessionRequest('POST', proof)
  await loadSession()
}

/** @throws ApiProblem where the server does not say so: the session may go on there */
export async function logOut(): Promise<void> {
  await sessionRequest('DELETE').catch((error: unknown) => {
    if (problemOf(error).status !== 401) throw error
  })
  sessionEnded()
}

async function sessionRequest(method: 'POST' | 'DELETE', body?: unknown): Promise<void> {
  const answer = await fetch('/session', {
    method,
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw problemOf(error)
  })
  if (answer.ok) return
  const { detail } = (await answer.json().catch(() => ({}))) as { detail?: unknown }
  throw new ApiProblem(answer.status, typeof detail === 'string' ? detail : `the server answers ${answer.status}`)
}

export function sessionEnded(): void {
  settings.value = undefined
  session.value = 'out'
}
