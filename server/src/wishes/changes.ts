import { createHash } from 'node:crypto'
import type { StoredOverride } from '../store/contracts/overrides.js'
import { type PatternName, patternName } from '../store/store.js'
import { effectOn, type Fixed, type WhyLeftOut, type WishPattern } from './effects.js'
import { folded, matcherOf } from './matching.js'
import type { WishBudget, WishWant } from './wish-draft.js'

/** More at once nobody looks through. */
const MAX_CHANGES = 200
const MAX_QUESTIONS = 10
const SHORT_PHRASE = 3
const MAX_SHOWN = 80

export interface NamedPattern extends PatternName {
  readonly service: string
  readonly template: string
  readonly bytes: number
}
export interface Change extends NamedPattern, Fixed {}
export interface LeftOut extends NamedPattern {
  readonly why: WhyLeftOut
}

/** What a draft comes to. It can be applied if there is no question. */
export interface Changes {
  readonly changes: readonly Change[]
  readonly leftOut: readonly LeftOut[]
  readonly questions: readonly string[]
}

/** A service with what it logs, and what people fixed of that. */
export interface WishService {
  readonly name: string
  readonly patterns: readonly WishPattern[]
  readonly overrides: readonly StoredOverride[]
}

/** Finds the patterns that wants mean, and what becomes of each. Whatever is ambiguous is a question. */
export function changesOf(wants: readonly WishWant[], services: readonly WishService[]): Changes {
  const matchers = wants.map(matcherOf)
  const found = wants.map(() => 0)
  const changes: Change[] = []
  const leftOut: LeftOut[] = []
  const questions = wants.flatMap(({ phrases }) =>
    phrases
      .filter((phrase) => folded(phrase).length < SHORT_PHRASE)
      .map((phrase) => `"${phrase}" is short: which words stand in the lines that you mean?`),
  )
  for (const { name: service, patterns, overrides } of services) {
    const bySignature = Map.groupBy(overrides, ({ signature }) => signature)
    for (const pattern of patterns) {
      const template = folded(pattern.template)
      const fitting = matchers.flatMap((matcher, i) => (matcher.fits(template) ? [i] : []))
      for (const i of fitting) found[i]! += 1
      const [first, ...more] = fitting.map((i) => wants[i]!)
      if (first === undefined) continue
      const other = more.find((want) => want.do !== first.do || want.class !== first.class)
      if (other !== undefined) {
        questions.push(`'${shown(pattern.template)}' is meant twice: ${sayWant(first)}, or ${sayWant(other)}?`)
        continue
      }
      const named = {
        service,
        signature: pattern.signature,
        check: pattern.check,
        template: pattern.template,
        bytes: pattern.bytes,
      }
      const effect = effectOn(pattern, first, ownOf(pattern, bySignature))
      if (typeof effect === 'string') leftOut.push({ ...named, why: effect })
      else changes.push(...effect.map((fixed) => ({ ...named, ...fixed })))
    }
  }
  const nothing = wants.filter((_, i) => found[i] === 0)
  questions.push(
    ...nothing.map(
      ({ phrases }) =>
        `no line of ${listed(services.map(({ name }) => name))} has ${listed(phrases)}: which do you mean?`,
    ),
  )
  if (changes.length > MAX_CHANGES)
    questions.push(
      `it means ${changes.length} patterns, and at most ${MAX_CHANGES} can be changed at once: which of them?`,
    )
  return {
    changes: changes.slice(0, MAX_CHANGES),
    leftOut: leftOut.slice(0, MAX_CHANGES),
    questions: questions.slice(0, MAX_QUESTIONS),
  }
}

/** Returns what names what would be done: who applies it says by this what was seen. */
export function hashOf(changes: readonly Change[], budget: (WishBudget & { readonly service: string }) | null): string {
  const said = [
    changes.map((one) => [one.service, patternName(one), one.kind, one.class]),
    budget && [budget.service, budget.unit, budget.amount],
  ]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)
}

function ownOf({ signature, check }: PatternName, bySignature: ReadonlyMap<string, readonly StoredOverride[]>) {
  const all = bySignature.get(signature) ?? []
  const exact = all.filter((one) => one.check === check)
  return check === '' ? exact : [...exact, ...all.filter((one) => one.check === '')]
}

function sayWant({ class: name, do: effect }: WishWant): string {
  return name === null ? effect.replace('_', ' ') : `${effect.replace('_', ' ')} as ${name}`
}

function shown(template: string): string {
  const line = template.replaceAll(/\s+/g, ' ')
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN - 1)}…` : line
}

function listed(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(' or ')
}
