import type { PatternClass } from '../../../src/classes/classify.js'
import type { LabelledTemplate } from './word-set.js'

export interface Score {
  readonly right: number
  readonly found: number
  readonly wanted: number
  readonly precision: number
  readonly recall: number
}

type Classifier = (template: string, severity: string) => PatternClass

/** Returns how well templates of some classes, taken together, are told from all others. */
export function scoreOf(
  set: readonly Omit<LabelledTemplate, 'isHeldOut'>[],
  classes: readonly PatternClass[],
  classify: Classifier,
): Score {
  const isOne = (name: PatternClass) => classes.includes(name)
  const found = set.filter(({ template, severity }) => isOne(classify(template, severity)))
  const right = found.filter(({ label }) => isOne(label)).length
  const wanted = set.filter(({ label }) => isOne(label)).length
  return { right, found: found.length, wanted, precision: right / found.length, recall: right / wanted }
}
