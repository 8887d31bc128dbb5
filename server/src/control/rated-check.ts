import type { Policy } from 'lipservice/protocol'
import { readPatternChecks } from 'lipservice/protocol'
import type { KnownChecks } from '../policies/new-version.js'
import type { RatedCheck } from '../policies/policy-patterns.js'
import type { StoredOverride } from '../store/contracts/overrides.js'

/**
 * A policy has one rate and one value a signature. Returns whose they are: the one pattern's that a person locked; else that of the
 * policy in force, so that who makes another text of the same signature takes nothing from it; else the oldest one's. A lock of all
 * patterns of a signature is of all of them.
 *
 * @param known checks of the service's patterns
 * @param own overrides of the service
 */
export function ratedCheckOf(
  policy: Policy | undefined,
  known: KnownChecks,
  own: readonly StoredOverride[],
): RatedCheck {
  const { rated } = readPatternChecks(policy ?? {})
  const locks = own.filter(({ kind }) => kind === 'lock')
  const one = new Map(locks.filter(({ check }) => check !== '').map(({ signature, check }) => [signature, check]))
  const all = new Set(locks.filter(({ check }) => check === '').map(({ signature }) => signature))
  return (signature) => {
    const locked = one.get(signature)
    if (locked !== undefined) return locked
    const [oldest = '', ...more] = known.get(signature) ?? []
    if (all.has(signature) && more.length > 0) return ''
    const inForce = rated.get(signature)
    return inForce !== undefined && (inForce === oldest || more.includes(inForce)) ? inForce : oldest
  }
}
