import { z } from 'zod'
import { answerJson } from '../questions/answer-json.js'
import { type Facts, templatesIn, withoutTemplates } from './facts.js'

export const MAX_SUMMARY = 800
/** Digits in their groups: `1,200`, `0.25`, `10:05`, `2026-11-27` are several or one. */
const NUMBERS = /\d+(?:[.,]\d+)*/g
const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')
/** Of "one" people speak without a count. */
const NUMBER_WORDS = new RegExp(`\\b(${SMALL.filter((word) => word !== 'one').join('|')})\\b`, 'gi')
/** Numbers and ratios that stand in no facts as they are said here. */
const OTHER_NUMBERS =
  /\b(?:(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|halves|halved|quarters?|twice|double[ds]?|triple[ds]?|(?:two|three|four|five|ten)fold)\b|[½¼¾⅓⅔⅛]|[\p{No}\p{Nl}]/iu
/** Places to go to, and marks of a page: an answer is plain text. */
const NOT_TEXT = /:\/\/|\bwww\.|\]\(|<(?!\*>)|`|@\w|[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/iu
const ANY_DIGIT = /\p{Nd}/gu

const answer = z.strictObject({ text: z.string().trim().min(1).max(MAX_SUMMARY) })

/**
 * Returns a text that a model made of facts; `undefined`: it is none, or says a number that does not stand in them. A number in a template
 * counts only where the template is quoted.
 */
export function checkedText(said: string, facts: Facts): string | undefined {
  const parsed = answer.safeParse(answerJson(said))
  if (!parsed.success) return undefined
  const text = parsed.data.text.replaceAll(/\s+/g, ' ')
  if (NOT_TEXT.test(text)) return undefined
  const told = templatesIn(facts)
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, template) => (template === '' ? left : left.replaceAll(template, ' ')), text)
  if (OTHER_NUMBERS.test(told) || [...told.matchAll(ANY_DIGIT)].some(([digit]) => !/\d/.test(digit))) return undefined
  const known = new Set(numbersIn(JSON.stringify(withoutTemplates(facts))))
  const words = [...told.matchAll(NUMBER_WORDS)].map(([word]) => SMALL.indexOf(word.toLowerCase()))
  return [...numbersIn(told), ...words].every((number) => known.has(number)) ? text : undefined
}

/** Returns the numbers of a text: `1,200` is 1200, and what is no single number is its parts. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(NUMBERS)].flatMap(([digits]) => {
    const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits) ? digits.replaceAll(',', '') : digits
    return /^\d+(?:\.\d+)?$/.test(plain) ? [Number(plain)] : digits.split(/[.,]/).map(Number)
  })
}
