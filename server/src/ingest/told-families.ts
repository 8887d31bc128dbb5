import type { StatsReport } from 'lipservice/protocol'
import { cleanText } from '../internal/clean-text.js'
import { patternName, type ToldFamily } from '../store/store.js'

/** Returns the word families that a report tells of; `undefined`: none. One that no database can hold as it is would name other templates. */
export function toldFamiliesOf({ word_families: told = [] }: StatsReport): readonly ToldFamily[] | undefined {
  const families = told
    .filter(({ template }) => cleanText(template) === template)
    .map(({ template, severity, exempt = [] }) => ({ template, severity, exempt: exempt.map(patternName) }))
  return families.length === 0 ? undefined : families
}
