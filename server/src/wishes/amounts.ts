import type { WishBudget } from './wish-draft.js'

const NUMBER = String.raw`(\d{1,9}(?:[.,]\d{1,6})?)`
const A = String.raw`\s*(?:a|an|per|each|every|\/)\s*`
const GB_OF: Readonly<Record<string, number>> = { mb: 1e-3, gb: 1, tb: 1e3 }
const VOLUME = new RegExp(`^${NUMBER}\\s*(mb|gb|tb)(?:${A}day|\\s+daily|\\/d)$`, 'i')
const MONEY = new RegExp(`^(?:\\$\\s*${NUMBER}|${NUMBER}\\s*(?:\\$|usd|dollars?))(?:${A}month|\\s+monthly|\\/mo)$`, 'i')
const RECORDS = new RegExp(`^${NUMBER}\\s*(?:records|lines|logs)(?:${A}(?:second|sec|s)|\\/s)$`, 'i')

/** Returns the budget that a clause is, such as `5 GB a day`; `undefined`: it is none, or of another period. */
export function budgetOf(clause: string): WishBudget | undefined {
  const volume = VOLUME.exec(clause)
  if (volume !== null)
    return some('gb_per_day', Number((numberOf(volume[1]!) * GB_OF[volume[2]!.toLowerCase()]!).toPrecision(9)))
  const money = MONEY.exec(clause)
  if (money !== null) return some('usd_per_month', numberOf(money[1] ?? money[2]!))
  const records = RECORDS.exec(clause)
  return records === null ? undefined : some('records_per_second', numberOf(records[1]!))
}

function some(unit: WishBudget['unit'], amount: number): WishBudget | undefined {
  return amount > 0 && amount <= 1e9 ? { unit, amount } : undefined
}

/** A comma is a point here unless three digits follow: `1,5` and `1,500`. */
function numberOf(text: string): number {
  return Number(/,\d{3}$/.test(text) ? text.replace(',', '') : text.replace(',', '.'))
}

const NUMBERS_IN_TEXT = /(?<![\p{L}\p{N}.,])\$?(\d{1,9}(?:[.,]\d{1,6})?)\s*([a-z]{0,2})(?![\p{L}\p{N}])/giu

/** Returns whether an amount stands in a text, as a number of its unit: `500 MB` is 0.5 GB, too. */
export function standsIn({ unit, amount }: WishBudget, text: string): boolean {
  return [...text.matchAll(NUMBERS_IN_TEXT)].some(([, digits, word]) => {
    const scale = unit === 'gb_per_day' ? (GB_OF[word!.toLowerCase()] ?? 1) : word!.toLowerCase() === 'k' ? 1e3 : 1
    return Math.abs(numberOf(digits!) * scale - amount) <= 1e-9 * amount
  })
}
