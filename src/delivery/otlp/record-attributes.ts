import { leftOutOf } from '../../record/copied-fields.js'
import { isError } from '../../record/error.js'
import { IDENTIFIERS, isBlank } from '../../record/identifiers.js'
import type { LogRecord } from '../../record/log-record.js'
import { hasNames } from '../../record/plain-object.js'
import { nameOfAttribute } from '../../record/reserved-attributes.js'
import { nameCountOf, namesOf } from '../../record/wide-objects.js'
import { readSafely } from '../../values/read-safely.js'
import { safeErrorWithoutStack, safeValue } from '../../values/safe-value.js'
import { type SizeBudget, safeString } from '../../values/size-budget.js'
import type { Entry, SafeValue } from '../../values/value-types.js'

const MAX_ATTRIBUTES = 128
/** So far what is dropped is counted: beyond it, more of the same. */
const MAX_COUNTED = 65_536
/** Of records whose error is said by attributes: there is room for them behind any number of others. */
const ERROR_ATTRIBUTES = new Set(['exception.type', 'exception.message', 'exception.stacktrace'])

export interface AttributeCopy {
  /** Attributes that come first, made of what else the record holds; the app's own of the same name take their places. */
  readonly derived: Entry[]
  /** Stamps, which are written beside. Attributes that are these very stamps are left out. */
  readonly replaced: Readonly<Record<string, unknown>>
  /** The error whose stack is among the derived ones. */
  readonly error?: unknown
}

/** Adds the attributes of a record or resource to the derived ones, bounded. Returns how many there was no room for. Never throws. */
export function copyAttributes(
  owner: Pick<LogRecord, 'attributes' | 'instrumentationScope'>,
  { derived: attributes, replaced, error }: AttributeCopy,
  budget: SizeBudget,
): number {
  const derived = attributes.length
  let dropped = 0
  try {
    const given = owner.attributes ?? {}
    if (!hasNames(given)) return 0
    let visited = 0
    for (const key in namesOf(given)) {
      visited++
      if (Object.hasOwn(replaced, key) && readSafely(() => given[key]) === replaced[key]) continue
      if (attributes.length >= MAX_ATTRIBUTES && !ERROR_ATTRIBUTES.has(key)) {
        if (++dropped === MAX_COUNTED) break
        continue
      }
      const value = attributeValue(given, key, error, budget)
      if (value === undefined || (IDENTIFIERS.has(key) && isBlank(value))) continue
      const place = attributes.findIndex(([name], i) => i < derived && name === key)
      const attribute: Entry = [safeString(nameOfAttribute(key, owner), budget), value]
      if (place >= 0) attributes[place] = attribute
      else attributes.push(attribute)
    }
    dropped += Math.max(0, (nameCountOf(given) ?? 0) - visited) + leftOutOf(given)
  } catch {
    attributes.push(['lipservice.unreadable', true])
  }
  return dropped
}

function attributeValue(
  given: Readonly<Record<string, unknown>>,
  key: string,
  error: unknown,
  budget: SizeBudget,
): SafeValue | undefined {
  const value = readSafely(() => given[key])
  const isShownElsewhere = value === error && isError(value)
  return isShownElsewhere ? safeErrorWithoutStack(value, budget) : safeValue(value, budget)
}
