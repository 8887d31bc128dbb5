import { classRow, isWordClass } from 'lipservice/allocation'
import type { OverrideKind, StoredOverride } from '../store/contracts/overrides.js'
import type { PatternName } from '../store/store.js'
import { WISH_CLASSES, type WishClass, type WishEffect, type WishWant } from './wish-draft.js'

/** Why a pattern that fits stays as it is. */
export const WHY_LEFT_OUT = ['error', 'locked', 'exempt', 'protected', 'warning', 'already'] as const
export type WhyLeftOut = (typeof WHY_LEFT_OUT)[number]

/** A pattern of a service, as a wish sees it. */
export interface WishPattern extends PatternName {
  readonly template: string
  readonly severity: string
  /** By its words. */
  readonly class: string
  readonly bytes: number
}

/** What is fixed of a pattern: as if a person had done it by hand. */
export interface Fixed {
  readonly kind: Exclude<OverrideKind, 'lock'>
  /** Of a label. */
  readonly class: WishClass | null
}

const ERROR_LEVELS = new Set(['ERROR', 'CRITICAL', 'FATAL'])
/** The class whose worth is meant, where none is said. */
const CLASS_OF: Readonly<Record<WishEffect, WishClass | null>> = {
  keep_whole: null,
  more: 'business',
  less: 'debug',
  least: 'health_check',
}

/**
 * Returns what a wish makes of a pattern that it fits. Errors, what a person fixed, and what is protected are never lowered by one.
 *
 * @param own what people said of this pattern, what names its check first
 */
export function effectOn(
  pattern: WishPattern,
  { class: said, do: effect }: WishWant,
  own: readonly Pick<StoredOverride, 'kind' | 'label'>[],
): readonly Fixed[] | WhyLeftOut {
  if (pattern.class === 'error' || ERROR_LEVELS.has(pattern.severity)) return 'error'
  const has = (kind: OverrideKind) => own.some((one) => one.kind === kind)
  if (has('lock')) return 'locked'
  const now = own.find(({ kind }) => kind === 'label')?.label ?? pattern.class
  const wanted = said ?? CLASS_OF[effect]
  const lowers = effect === 'less' || effect === 'least'
  if (has('exemption')) {
    if (lowers) return 'exempt'
    if (said === null || said === now) return 'already'
  }
  const unprotects = wanted !== null && isWordClass(now) && !isWordClass(wanted)
  if (unprotects && effect !== 'keep_whole') return effect === 'more' && said === null ? 'already' : 'protected'
  if (lowers && pattern.severity === 'WARNING') return 'warning'
  const isThere =
    said === null && wanted !== null && (lowers ? value(wanted) >= value(now) : value(wanted) <= value(now))
  const label = wanted !== null && wanted !== now && !unprotects && !isThere ? wanted : null
  const isWhole = effect === 'keep_whole' && !has('exemption') && !isWordClass(label ?? '') && !isLabelledWhole(own)
  const fixed: Fixed[] = [
    ...(label === null ? [] : [{ kind: 'label', class: label } as const]),
    ...(isWhole ? [{ kind: 'exemption', class: null } as const] : []),
  ]
  return fixed.length === 0 ? 'already' : fixed
}

/** Words protect as far as it fits; a person's word does so wholly. */
function isLabelledWhole(own: readonly Pick<StoredOverride, 'kind' | 'label'>[]): boolean {
  return isWordClass(own.find(({ kind }) => kind === 'label')?.label ?? '')
}

function value(name: string): number {
  return classRow(name).value
}

export function isWishClass(name: string): name is WishClass {
  return (WISH_CLASSES as readonly string[]).includes(name)
}
