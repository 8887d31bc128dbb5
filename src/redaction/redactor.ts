import { IDENTIFIERS } from '../record/identifiers.js'
import { safeValue } from '../values/safe-value.js'
import { createSizeBudget } from '../values/size-budget.js'
import { entriesOf, isCompound, isList, plainValue, type SafeValue } from '../values/value-types.js'
import { KnownKeys } from './known-keys.js'
import { REDACTED, type RedactedPath, redactPaths } from './paths.js'
import { redactText } from './redact-text.js'
import { isPassword, MIN_LONG_SECRET_CHARACTERS } from './secret-names.js'

/** What a redaction function gets: a copy that it may change as it likes. */
export interface RedactableRecord {
  /** The message, bounded. Known secrets are looked for afterwards. */
  body: unknown
  /** The fields, bounded, likewise. */
  attributes: Record<string, unknown>
}

/** The parts of a record that may hold a secret, bounded. */
export interface RedactableParts {
  readonly body: SafeValue | undefined
  readonly attributes: readonly (readonly [key: string, value: SafeValue])[]
}

export interface RedactionRules {
  /** Whether known kinds of secrets are looked for. */
  readonly detect: boolean
  readonly paths: readonly RedactedPath[]
  readonly transform: ((record: RedactableRecord) => void) | undefined
}

/** Takes secrets out of what leaves the process. Never throws. */
export interface Redactor {
  /** Whether known kinds of secrets are looked for. */
  readonly detects: boolean
  /** Whether texts and names are all that matters: no path is hidden, and no function of the app changes records. */
  readonly isByText: boolean
  /** Whether an attribute of this name is not simply sent without the secrets in its value. */
  looksCloser(key: string): boolean
  text(text: string): string
  parts(parts: RedactableParts): RedactableParts
}

/** Creates a redactor. `onFailed`: the app's function threw, and the record goes without its content. */
export function createRedactor(rules: RedactionRules, onFailed: (error: unknown) => void): Redactor {
  const { detect, paths, transform } = rules
  const bodyPaths = paths.filter(([first]) => first === 'body').map((path) => path.slice(1))
  const text = detect ? redactText : (plain: string) => plain

  function parts(given: RedactableParts): RedactableParts {
    const byPaths = paths.length === 0 ? given : pathsOf(given)
    const transformed = transform === undefined ? byPaths : transformedBy(transform, byPaths)
    if (!detect) return transformed
    return {
      body: transformed.body && redactedValue(transformed.body),
      attributes: transformed.attributes.map(attributeOf),
    }
  }

  function pathsOf({ body, attributes }: RedactableParts): RedactableParts {
    const [redacted] =
      body === undefined
        ? []
        : redactPaths(
            [['body', body]],
            bodyPaths.map((path) => ['body', ...path]),
          )
    return { body: redacted?.[1], attributes: redactPaths(attributes, paths) }
  }

  function transformedBy(change: (record: RedactableRecord) => void, { body, attributes }: RedactableParts) {
    try {
      const record: RedactableRecord = {
        body: body === undefined ? undefined : plainValue(body),
        attributes: plainValue({ entries: attributes }) as Record<string, unknown>,
      }
      change(record)
      const budget = createSizeBudget()
      return {
        body: safeValue(record.body, budget),
        attributes: entriesOf(safeValue(record.attributes, budget)),
      }
    } catch (error) {
      onFailed(error)
      return { body: REDACTED, attributes: [] }
    }
  }

  return {
    detects: detect,
    isByText: paths.length === 0 && transform === undefined,
    looksCloser(key) {
      if (!detect) return false
      const { shown, secret } = keys.of(key)
      return shown !== key || secret !== undefined
    },
    text,
    parts,
  }
}

const keys = new KnownKeys()

/** PostHog takes no longer id for a person. */
const MAX_IDENTIFIER = 200

/** A person's id may be an e-mail address: by it PostHog finds the person. */
function attributeOf(attribute: readonly [string, SafeValue]): readonly [string, SafeValue] {
  const [key, value] = attribute
  const isIdentifier = IDENTIFIERS.has(key) && (typeof value !== 'string' || value.length <= MAX_IDENTIFIER)
  return isIdentifier && !isCompound(value) ? attribute : entryOf(attribute)
}

function entryOf([key, value]: readonly [string, SafeValue]): readonly [string, SafeValue] {
  const { shown, secret } = keys.of(key)
  if (secret === undefined) return [shown, redactedValue(value)]
  // The app's own redaction may have been here first.
  const isHidden = typeof value === 'string' && /^\[redacted/i.test(value)
  if (secret === 'always') return [shown, isHidden ? value : '[redacted:secret]']
  const isSecret =
    typeof value === 'string' &&
    !isHidden &&
    (secret === 'word' ? isPassword(value) : value.length >= MIN_LONG_SECRET_CHARACTERS)
  return [shown, isSecret ? '[redacted:secret]' : redactedValue(value)]
}

function redactedValue(value: SafeValue): SafeValue {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'number' || typeof value === 'bigint') return redactedNumber(value)
  if (!isCompound(value)) return value
  if (isList(value)) return value.map(redactedValue)
  return { entries: value.entries.map(entryOf) }
}

/** Card numbers come as numbers too. */
function redactedNumber(value: number | bigint): SafeValue {
  if (!(value >= 1e12 && value < 1e17)) return value
  const text = String(value)
  const redacted = redactText(text)
  return redacted === text ? value : redacted
}
