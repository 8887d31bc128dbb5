import { epochSeconds, type Now } from '../internal/clock.js'
import type { AskModel } from '../questions/ask-model.js'
import type { AuditEntry } from '../store/contracts/audit.js'
import type { StoredBudget } from '../store/contracts/budgets.js'
import type { StoredOverride } from '../store/contracts/overrides.js'
import type { Store } from '../store/store.js'
import { type Change, type Changes, changesOf, hashOf } from './changes.js'
import { readWish } from './read-wish.js'
import { createReplayOfWish, type TryOverrides, type WishReplay } from './replay-wish.js'
import { servicesMeant, withoutServicePhrases } from './services-in.js'
import type { WishDraft, WishedBudget } from './wish-draft.js'
import { wishServices } from './wish-services.js'

/** More at once nobody looks through. */
const MAX_SERVICES = 5
const MAX_REASON = 1_000

/** What a person wants: in words, or as a draft already. */
export interface Wish {
  readonly text: string
  readonly draft: WishDraft | undefined
  /** Empty: those that the text names. */
  readonly services: readonly string[]
}

/** What a wish would do. Nothing of it is done. */
export interface Proposed extends Changes {
  /** Who made the draft of the words. */
  readonly readBy: 'person' | 'grammar' | 'model'
  readonly model: string | undefined
  readonly draft: WishDraft
  readonly notUnderstood: readonly string[]
  readonly services: readonly string[]
  readonly budget: WishedBudget | null
  readonly replays: readonly WishReplay[]
  /** Names what would be done; `undefined`: it cannot be done as it is. */
  readonly hash: string | undefined
}

/** What is done, by a person's word. */
export interface ToApply {
  readonly text: string
  readonly draft: WishDraft
  readonly services: readonly string[]
  readonly hash: string
  readonly reason: string | undefined
  readonly model: string | undefined
}

export interface Wishes {
  /** Stores nothing. */
  propose(teamId: number, wish: Wish): Promise<Proposed>
  /** Does what was seen, and nothing else. Returns `undefined` if it is not that any more. @param by id of the person's API key */
  apply(teamId: number, wish: ToApply, by: string): Promise<Pick<Proposed, 'changes' | 'budget'> | undefined>
}

export interface WishParts {
  readonly store: Store
  readonly ask: AskModel
  readonly tryOverrides: TryOverrides
  readonly usdPerGb: number
  readonly now: Now
}

export function createWishes({ store, ask, tryOverrides, usdPerGb, now }: WishParts): Wishes {
  const replayOf = createReplayOfWish(store, tryOverrides)

  async function consider(teamId: number, wish: Wish) {
    const seconds = epochSeconds(now)
    const all = (await store.services.ofTeam(teamId)).toSorted((a, b) => b.lastSeen - a.lastSeen)
    const names = all.map(({ name }) => name)
    const meant = servicesMeant(wish.text, wish.services, names)
    const few = meant.names.slice(0, MAX_SERVICES)
    const read = await readWish(teamId, wish, few, ask)
    const draft = withoutServicePhrases(read.draft, few)
    const found = changesOf(draft.wants, await wishServices(store, teamId, all, few, seconds))
    const [name, ...others] = few
    const budgets = draft.budget === null ? [] : await store.budgets.list(teamId)
    const before = budgets.find(({ service }) => service === name)
    const budget: WishedBudget | null =
      draft.budget === null || name === undefined
        ? null
        : {
            ...draft.budget,
            service: name,
            before: before === undefined ? null : { unit: before.unit, amount: before.amount },
          }
    const isEmpty = draft.budget === null && draft.wants.length === 0 && read.notUnderstood.length === 0
    const questions = [
      ...(meant.question === undefined ? [] : [meant.question]),
      ...(meant.names.length > MAX_SERVICES
        ? [`it names ${meant.names.length} services, and takes ${MAX_SERVICES} at once: which?`]
        : []),
      ...read.questions,
      ...(isEmpty && read.questions.length === 0
        ? ['it says nothing of lines or of a budget: what is to stay, or to go?']
        : []),
      ...(budget !== null && others.length > 0
        ? ['of which service is the budget? That of all services is set under budgets']
        : []),
      ...(budget?.unit === 'usd_per_month' && usdPerGb === 0
        ? ['the server has no price of a GB: how many GB a day?']
        : []),
      ...(few.length === 0 ? [] : found.questions),
    ]
    const isNothing = found.changes.length === 0 && budget === null
    const hash = questions.length > 0 || isNothing ? undefined : hashOf(found.changes, budget)
    return { ...read, draft, services: few, ...found, budget, questions, hash }
  }

  return {
    async propose(teamId, wish) {
      const seen = await consider(teamId, wish)
      const isShown = seen.changes.length > 0 || seen.budget !== null
      const replays = isShown
        ? await replayOf(teamId, seen.services, overridesOf(teamId, seen.changes, ''), seen.budget)
        : []
      return { ...seen, replays }
    },

    async apply(teamId, { text, draft, services, hash, reason, model }, by) {
      const seen = await consider(teamId, { text: '', draft, services })
      if (seen.hash !== hash) return undefined
      const { changes, budget } = seen
      const why = (reason ?? (text === '' ? 'a wish' : `a wish: ${text}`)).slice(0, MAX_REASON)
      const seconds = epochSeconds(now)
      const entry = (action: string, service: string, detail: AuditEntry['detail']): AuditEntry => {
        return { teamId, at: seconds, actor: by, action, service, reason: why, detail }
      }
      const overrides = overridesOf(teamId, changes, why).map((one) => ({ ...one, createdAt: seconds, createdBy: by }))
      const set: StoredBudget | undefined =
        budget === null
          ? undefined
          : {
              teamId,
              service: budget.service,
              unit: budget.unit,
              amount: budget.amount,
              updatedAt: seconds,
              updatedBy: by,
            }
      const put = await store.overrides.setAll(overrides, set, [
        ...overrides.map(({ kind, service, signature, check, label }) => {
          const detail = {
            signature,
            ...(check !== '' && { check }),
            rate: null,
            class: label ?? null,
            expires_at: null,
          }
          return entry(`${kind}.set`, service, detail)
        }),
        ...(budget === null
          ? []
          : [entry('budget.set', budget.service, { unit: budget.unit, amount: budget.amount, before: budget.before })]),
        entry('wish.applied', services.length === 1 ? services[0]! : '', { text, draft, hash, model: model ?? null }),
      ])
      return put.kind === 'set' ? { changes, budget } : undefined
    },
  }
}

function overridesOf(teamId: number, changes: readonly Change[], reason: string): StoredOverride[] {
  return changes.map(({ service, signature, check, kind, class: label }) => ({
    teamId,
    service,
    signature,
    check,
    kind,
    rate: 1,
    ...(label !== null && { label }),
    reason,
    createdAt: 0,
    createdBy: '',
    expiresAt: undefined,
  }))
}
