const MAX_DIGITS = 16
/** Lengths of the groups in which cards are written. */
const CARD_GROUPINGS = new Set(['13', '14', '15', '16', '4,4,4,4', '4,6,5', '4,6,4', '4,4,4,1'])

/** Returns the end of a payment card's number that begins at `start`, or -1. Reads at most a few characters more than one has. */
export function cardNumberEnd(text: string, start: number): number {
  if (!beginsLikeCard(text, start)) return -1
  const digits: number[] = []
  const groups: number[] = []
  let group = 0
  let end = start
  for (let i = start; ; i++) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) {
      if (digits.length === MAX_DIGITS) return -1
      digits.push(code - 48)
      group++
      end = i + 1
      continue
    }
    const isSeparator = code === 32 || code === 45 || code === 46
    if (group > 0) groups.push(group)
    if (!isSeparator || group === 0 || !isDigit(text.charCodeAt(i + 1)) || digits.length === MAX_DIGITS) break
    group = 0
  }
  if (!CARD_GROUPINGS.has(groups.join(','))) return -1
  return isIssued(digits) && passesLuhn(digits) ? end : -1
}

/** By the first digit of all issuers, and three more in any grouping: most numbers are none, and cost no more than this. */
export function beginsLikeCard(text: string, start: number): boolean {
  const first = text.charCodeAt(start)
  if (first < 50 || first > 54) return false
  return (
    isDigit(text.charCodeAt(start + 1)) && isDigit(text.charCodeAt(start + 2)) && isDigit(text.charCodeAt(start + 3))
  )
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Returns whether an issuer has numbers of this kind, by prefix and length: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay. */
function isIssued([a = 0, b = 0, ...rest]: readonly number[]): boolean {
  const length = rest.length + 2
  if (a === 4) return length === 13 || length === 16
  if (a === 5) return length === 16 && b >= 1 && b <= 5
  if (a === 2) return length === 16 && b >= 2 && b <= 7
  if (a === 3 && (b === 4 || b === 7)) return length === 15
  if (a === 3) return (length === 14 && (b === 0 || b === 6 || b === 8)) || (length === 16 && b === 5)
  return a === 6 && length === 16 && (b === 0 || b === 2 || b === 4 || b === 5)
}

/** Checks the last digit by the Luhn algorithm (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: readonly number[]): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits[digits.length - 1 - i]!
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
