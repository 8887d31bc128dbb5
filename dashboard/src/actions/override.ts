import { answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { overrideTexts as texts } from '../texts/actions.js'
import { takeBack, type Undo } from './perform.js'

export type Override = components['schemas']['ListedPattern']['overrides'][number]
export type OverrideKind = Override['kind']

/** One pattern of a service; without a check, all that have its signature. */
export interface PatternName {
  readonly service: string
  readonly signature: string
  readonly check: string | null
}

export type OverrideBody = components['schemas']['Override']

const paramsOf = ({ service, signature, check }: PatternName, kind: OverrideKind, reason?: string) => ({
  path: { service, signature, kind },
  query: { ...(check !== null && { check }), ...(reason !== undefined && { reason }) },
})

export const putOverride = (name: PatternName, kind: OverrideKind, body: OverrideBody): Promise<Override> =>
  answerOf(api.PUT('/api/v1/services/{service}/overrides/{signature}/{kind}', { params: paramsOf(name, kind), body }))

const deleteOverride = (name: PatternName, kind: OverrideKind): Promise<unknown> =>
  answerOf(
    api.DELETE('/api/v1/services/{service}/overrides/{signature}/{kind}', {
      params: paramsOf(name, kind, texts.undoReason),
    }),
  )

/** Sets what was fixed before. */
const putBack = ({ kind, rate, class: label, reason, expires_at, ...name }: Override): Promise<unknown> =>
  putOverride(name, kind, {
    reason,
    ...(rate !== null && { rate }),
    ...(label !== null && label !== 'error' && { class: label }),
    ...(expires_at !== null && { expires_at }),
  })

/** Returns what takes a change back: the one before comes again, or it is removed. */
export function undoOf(name: PatternName, kind: OverrideKind, before: Override | undefined): Undo {
  const run = () => (before === undefined ? deleteOverride(name, kind) : putBack(before))
  return { what: texts.kinds[kind], run }
}

/** Removes what a person fixed, at once: it can be taken back for ten seconds. */
export async function removeOverride(override: Override): Promise<void> {
  const { kind } = override
  await takeBack({ what: texts.kinds[kind], run: () => deleteOverride(override, kind) }, () => putBack(override))
}
