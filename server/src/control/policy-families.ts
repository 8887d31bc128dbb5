import { MAX_POLICY_BYTES, type Policy, type WordFamily } from 'lipservice/protocol'
import { patternName } from '../store/store.js'

/** What else a version gets: its number, the service's name, the time of issue. */
const RESERVED_BYTES = 4_096

/** Returns the families that a policy has room for beside its other fields, the first before later ones. */
export function fittingFamilies(families: readonly WordFamily[], document: object): readonly WordFamily[] {
  if (families.length === 0) return families
  let room = MAX_POLICY_BYTES - RESERVED_BYTES - bytesOf(document)
  return families.filter((family) => {
    const bytes = bytesOf(family) + 1
    if (bytes > room) return false
    room -= bytes
    return true
  })
}

/** Returns how many families of a document are not in the policy in force, or exempt more there. */
export function newFamiliesOf(inForce: Pick<Policy, 'word_families'>, document: Pick<Policy, 'word_families'>): number {
  const known = new Map(inForce.word_families?.map((family) => [keyOf(family), exemptOf(family)]))
  const isNew = (family: WordFamily) => {
    const exempt = known.get(keyOf(family))
    return exempt === undefined || [...exemptOf(family)].some((name) => !exempt.has(name))
  }
  return document.word_families?.filter(isNew).length ?? 0
}

const keyOf = ({ severity, template }: WordFamily) => `${severity} ${template}`
const exemptOf = ({ exempt = [] }: WordFamily) => new Set(exempt.map(patternName))

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value))
}
