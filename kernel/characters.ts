import { CLASS_OF, DELIMITER, JOINER, WORD } from '../src/signature/character-class.ts'

const ASCII = 128
const FIRST_PRINTABLE = 32
const DELETE = 127
const SET_BYTES = 16

const QUOTES = '"\'`'
/** What a character is to the kernel: bits, in this order, as `refining-key.ts` names them. */
const KINDS_OF = [
  // A value may stand behind these, or does if a space or nothing stands before them.
  ` =(,;|!?[<>${QUOTES}`,
  '#$-+~',
  // Ends a path, as delimiters do: within one it would pair with others.
  '[{',
  // May join the parts of a value that begins with a letter.
  '.-',
  QUOTES,
]
const ENDS_PATH = 4
/** May join the parts of a value that begins with a digit. */
const NUMBER_JOINERS = '.-:+'
/** Only the scan knows what these mean, but for `/` and `(`, which the kernel looks at more closely. */
const LOOKED_AT_CLOSELY = '{}@/('

const isControl = (code: number) => code < FIRST_PRINTABLE || code === DELETE
const isJoiner = (code: number) => (CLASS_OF[code]! & JOINER) !== 0

/**
 * What the kernel knows of characters, by the name of the table: bits for each character, or a set of ASCII characters, which has a byte for each low
 * half of a character with a bit for each high half.
 */
export function characterTables(): Record<string, Uint8Array> {
  return {
    KINDS: Uint8Array.from({ length: ASCII }, (_, code) => kindOf(code)),
    WORD_CHARACTERS: setOf((code) => (CLASS_OF[code]! & WORD) !== 0),
    JOINERS: setOf(isJoiner),
    BREAKERS: setOf((code) => isJoiner(code) && !isOf(NUMBER_JOINERS, code)),
    LOOKED_AT: setOf((code) => isControl(code) || isOf(LOOKED_AT_CLOSELY, code)),
  }
}

function kindOf(code: number): number {
  let kind = 0
  KINDS_OF.forEach((characters, bit) => {
    if (isOf(characters, code)) kind |= 1 << bit
  })
  // A control character within a path is looked at as any other: NUL is also what stands behind the end.
  return isControl(code) || (CLASS_OF[code]! & DELIMITER) !== 0 ? kind | ENDS_PATH : kind
}

function setOf(isIn: (code: number) => boolean): Uint8Array {
  const set = new Uint8Array(SET_BYTES)
  for (let code = 0; code < ASCII; code++) if (isIn(code)) set[code % SET_BYTES]! |= 1 << (code / SET_BYTES)
  return set
}

function isOf(characters: string, code: number): boolean {
  return characters.includes(String.fromCharCode(code))
}
