import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PatternClass } from '../../../src/classes/classify.js'

export interface LabelledTemplate {
  readonly template: string
  readonly severity: string
  readonly label: PatternClass
  /** Rules are never made by its mistakes. */
  readonly isHeldOut: boolean
}

const rowsOf = (name: string): string[][] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))

/** Returns what both passes said of each template: which they saw in another order, and the second without the first's labels. */
export function bothPasses(): readonly (readonly [first: string, second: string])[] {
  const second = new Map(rowsOf('second-pass.tsv').map(([template, label]) => [template, label]))
  return rowsOf('first-pass.tsv').map(([template, , label]) => [label!, second.get(template!)!])
}

/** Returns the templates, each with its label: of both passes, or as it was settled. */
export function wordSet(): readonly LabelledTemplate[] {
  const settled = new Map(rowsOf('settled.tsv').map(([template, label]) => [template, label]))
  return rowsOf('first-pass.tsv').map(([template, severity, label]) => ({
    template: template!,
    severity: severity!,
    label: (settled.get(template!) ?? label) as PatternClass,
    isHeldOut: createHash('sha256').update(template!).digest()[0]! % 2 === 1,
  }))
}

/** Returns Cohen's κ: how far two agree beyond what chance alone would give. */
export function kappaOf(pairs: readonly (readonly [string, string])[]): number {
  const share = (isOf: (pair: readonly [string, string]) => boolean) => pairs.filter(isOf).length / pairs.length
  const names = new Set(pairs.flat())
  const chance = [...names].reduce((sum, name) => sum + share(([a]) => a === name) * share(([, b]) => b === name), 0)
  return (share(([a, b]) => a === b) - chance) / (1 - chance)
}

/** Returns templates that were written and labelled before any rule was tried on them. */
export function blindSet(): readonly Omit<LabelledTemplate, 'isHeldOut'>[] {
  return rowsOf('blind.tsv').map(([template, severity, label]) => ({
    template: template!,
    severity: severity!,
    label: label as PatternClass,
  }))
}
