import { redactTemplate } from '../../redaction/redact-template.js'
import { outcomeOfAccessLine } from '../../signature/access-line.js'
import { OUTCOMES, type Outcome } from '../../signature/outcome.js'
import { signatureOf, withOutcome } from '../../signature/signature.js'
import { BELL } from './body-columns.js'
import { messageOfBody } from './message-of-body.js'

/** A signature and its check. */
export type SignatureIds = readonly [signature: string, check: string]

/** What examples were signed as: by outcome, since that of a record stands in its attributes. */
export interface SignedText {
  /** Without an outcome; nothing in it that may be secret. */
  readonly template: string
  /** Without an outcome, then with each of `OUTCOMES`. */
  readonly ids: readonly SignatureIds[]
  /** That a line of access tells by itself. */
  readonly outcome: string
}

export interface SignedShare extends SignedText {
  /** Of the examples, 0–1. */
  readonly share: number
}

/** What records of a shape were signed as. */
export interface KnownShape {
  /** The largest first. */
  readonly shares: readonly SignedShare[]
  /** Of its bodies, in bytes. */
  readonly meanLength: number
}

/** Signs a text as an SDK does that has nothing else to go by. */
export function signedText(text: string): SignedText {
  const signature = signatureOf(text)
  const ids = [undefined, ...OUTCOMES].map((outcome): SignatureIds => {
    const { id, check } = withOutcome(signature, outcome)
    return [id, check]
  })
  return { template: redactTemplate(signature.template), ids, outcome: outcomeOfAccessLine(text) ?? '' }
}

/** The signature of what was signed and ended so; an outcome that attributes tell goes before what the text tells. */
export function idsOf({ ids, outcome: ofText }: SignedText, ofAttributes: string): SignatureIds {
  const outcome = (ofAttributes || ofText) as Outcome
  return ids[OUTCOMES.indexOf(outcome) + 1]!
}

/** Whether rows tell what became of what they tell of: then a text that happens to be an example says nothing of it. */
export type OutcomeFrom = 'rows' | 'texts'

/** Signs the examples of a shape; of the bodies nothing is kept. Several examples may have several signatures. */
export function knownShapeOf(
  examples: readonly string[],
  meanLength: number,
  outcomeFrom: OutcomeFrom,
): KnownShape | undefined {
  const counts = new Map<string, { text: SignedText; count: number }>()
  for (const body of examples) {
    const text = signedBy(messageOfExample(body), outcomeFrom)
    const key = `${text.outcome} ${text.ids[0]!.join(' ')}`
    const known = counts.get(key)
    if (known === undefined) counts.set(key, { text, count: 1 })
    else known.count++
  }
  if (counts.size === 0) return undefined
  const shares = [...counts]
    .toSorted(([a, { count: x }], [b, { count: y }]) => y - x || (a < b ? -1 : 1))
    .map(([, { text, count }]) => ({ ...text, share: count / examples.length }))
  return { shares, meanLength }
}

const MARKS = /<[A-Z]+(?::[^>]{0,200})?>/g

/** Where no example can be read: what the pattern of PostHog says, and of an object what it says itself. */
export function shapeWithoutExamples(shape: string, outcomeFrom: OutcomeFrom): KnownShape {
  const [pattern = '', ...said] = shape.split(BELL)
  const text = saidBy(said) || pattern
  return { shares: [{ ...signedBy(text.replace(MARKS, '0'), outcomeFrom), share: 1 }], meanLength: 0 }
}

function signedBy(text: string, outcomeFrom: OutcomeFrom): SignedText {
  const signed = signedText(text)
  return outcomeFrom === 'rows' ? { ...signed, outcome: '' } : signed
}

function messageOfExample(example: string): string {
  const [before, ...said] = example.split(BELL)
  return before === '' && said.length > 0 ? saidBy(said) : messageOfBody(example)
}

/** As the SDK joins what an object says. */
const saidBy = (texts: readonly string[]): string => texts.filter((text) => text !== '').join(' ')
