import { askedText } from '../questions/asked-text.js'

const MAX_TEMPLATE = 120
const MINUTE_MILLIS = 60_000

/** What is known of something, ready to be read: numbers stand in it as they are told. Names of teams, services and people are left out. */
export type Facts = { readonly [name: string]: Fact }
export type Fact = string | number | boolean | readonly Fact[] | Facts

/** A text that strangers may have written: data, whatever it says. */
export interface QuotedTemplate extends Facts {
  readonly template: string
}

export function quoted(template: string): QuotedTemplate {
  return { template: askedText(template, MAX_TEMPLATE) }
}

/** Returns a time to the minute, such as `2026-11-27 10:05 UTC`. */
export function minuteOf(seconds: number): string {
  const millis = Math.floor((seconds * 1_000) / MINUTE_MILLIS) * MINUTE_MILLIS
  return `${new Date(millis).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Returns a number as people read it: three digits are enough. */
export function figure(value: number): number {
  return Number(value.toPrecision(3))
}

/** Returns all templates that facts quote. */
export function templatesIn(facts: Fact): string[] {
  if (typeof facts !== 'object') return []
  if (Array.isArray(facts)) return facts.flatMap(templatesIn)
  return Object.entries(facts).flatMap(([name, fact]) => (name === 'template' ? [String(fact)] : templatesIn(fact)))
}

/** Returns facts without what they quote: numbers of a template are numbers of nothing. */
export function withoutTemplates(facts: Fact): Fact {
  if (typeof facts !== 'object') return facts
  if (Array.isArray(facts)) return facts.map(withoutTemplates)
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) => (name === 'template' ? [] : [[name, withoutTemplates(fact)]])),
  )
}
