import {
  CLOSING_QUOTE,
  DOUBLE_QUOTE,
  GUILLEMET,
  OPENING_QUOTE,
  SINGLE_GUILLEMET,
  TYPED_APOSTROPHE,
} from './character-class.js'
import {
  CLOSE_BRACKET,
  COLON,
  DASH,
  DOT,
  HASH,
  OPEN_BRACKET,
  PERCENT,
  PLUS,
  QUOTATION_MARK,
  SEMICOLON,
  SINGLE_QUOTE,
  SLASH,
  SPACE_BAR,
  TILDE,
  ZERO,
} from './character-code.js'

/** As written. */
export const KEPT = 0
/** Canonical composition (NFC) may change it or what stands beside it. */
export const COMPOSABLE = 1

const FIRST_ASTRAL = 0x1_0000
/** Full-width forms of `!` to `~` stand so far behind them. */
const FULL_WIDTH = 0xfee0
/** So many characters share all bytes but the last. */
const PAGE = 64

/** Code points, as hex ranges, by the byte that stands for each in the scan. */
const FOLDED: readonly [number, string][] = [
  // White space, what is invisible, and signs of currency: they stand where a space could.
  [
    SPACE_BAR,
    '80-a0 a2-a5 ad 58f 60b 61c 9f2-9f3 9fb af1 bf9 e3f 1680 17db 180b-180e 2000-200b 200e-200f 2028-202f 205f-206f 20a0-20cf 3000 ' +
      'a838 fdfc fe00-fe0f feff ffe0-ffe1 ffe5-ffe6 fff9-fffb',
  ],
  [DASH, '58a 5be 1806 2010-2013 2212 fe63'],
  [PLUS, 'b1 fe62'],
  [PERCENT, '66a 2030-2031 fe6a'],
  [SLASH, '2044 2215'],
  [TILDE, '301c 3030'],
  [DOT, '66b'],
  [COLON, '2236 fe13 fe55'],
  [HASH, 'fe5f'],
  // What ends a sentence or a part of it.
  [
    SEMICOLON,
    'a1 bf 589 5c3 60c 61b 61f 66c 6d4 964-965 104a-104b 1361-1368 17d4-17d6 2014-2015 2022-2026 203c-203d 2047-2049 2e3a-2e3b ' +
      '3001-3002 fe10-fe12 fe14-fe16 fe19 fe31-fe32 fe50-fe54 fe56-fe58 ff61 ff64',
  ],
  // None of them is folded to a mark of ASCII, which texts in JSON are closed by.
  [TYPED_APOSTROPHE, 'b4 2bc 2018-201b'],
  [DOUBLE_QUOTE, '5f4 201c-201f 275d-275e 2e42 301d-301f'],
  [GUILLEMET, 'ab bb'],
  [SINGLE_GUILLEMET, '2039-203a'],
  [OPENING_QUOTE, '3008 300a 300c 300e fe3d fe3f fe41 fe43 ff62'],
  [CLOSING_QUOTE, '3009 300b 300d 300f fe3e fe40 fe42 fe44 ff63'],
  [OPEN_BRACKET, '3010 3014 3016 3018 301a'],
  [CLOSE_BRACKET, '3011 3015 3017 3019 301b'],
  // Every block with marks or with characters that NFC composes or replaces.
  [
    COMPOSABLE,
    '300-36f 374 37e 387 483-487 591-5bd 5bf 5c1-5c2 5c4-5c7 610-61a 64b-65f 670 6d6-6ed 711 730-74a 7eb-7fd 816-8ff 93c 94d 951-95f ' +
      '9bc-9df 9fe a33-a5e abc-acd b3c-b5d bbe-bd7 c3c-c56 cbc-cd6 d3b-d57 dca-ddf e38-e3a e48-e4b eb8-ecb f18-f19 f35-fc6 102e-1039 103a ' +
      '108d 1161-11c2 135d-135f 1714-1734 17d2-17d3 17dd 18a9 1939-193b 1a17-1a7c 1a7f 1ab0-1b44 1b6b-1b73 1baa-1bab 1be6-1bf3 1c37 ' +
      '1cd0-1dff 1f71-1ffd 20d0-20f0 2126 212a-212b 2329-232a 2adc 2cef-2cf1 2d7f 2de0-2dff 302a-302f 3099-309a a66f-a69f a6f0-a6f1 ' +
      'a806-a82c a8c4 a8e0-a8f1 a92b-a953 a9b3-a9c0 aab0-aaf6 abed f900-fadf fb1d-fb4e fe20-fe2f',
  ],
]

/** The zeros of decimal digits: nine more follow each. */
const ZEROS =
  '660 6f0 7c0 966 9e6 a66 ae6 b66 be6 c66 ce6 d66 de6 e50 ed0 f20 1040 1090 17e0 1810 1946 19d0 1a80 1a90 1b50 1bb0 1c40 1c50 a620 a8d0 ' +
  'a900 a9d0 a9f0 aa50 abf0 ff10 104a0 10d30 10d40 11066 110f0 11136 111d0 112f0 11450 114d0 11650 116c0 116d0 116da 11730 118e0 11950 ' +
  '11bf0 11c50 11d50 11da0 11de0 11f50 16130 16a60 16ac0 16b50 16d70 1ccf0 1d7ce 1d7d8 1d7e2 1d7ec 1d7f6 1e140 1e2f0 1e4f0 1e5f1 1e950 ' +
  '1fbf0'

/**
 * What stands for a character in the scan: {@link KEPT}, {@link COMPOSABLE}, or one byte: digits, spaces, dashes, quotes and punctuation of
 * all scripts mean what those of ASCII mean.
 */
export interface FoldedCharacters {
  readonly of: (codePoint: number) => number
  /** Whether a sequence with this first byte may be folded at all. */
  readonly mayStartWith: Uint8Array
  /** Whether one of 64 characters is not {@link KEPT}, by their code points divided by 64. */
  readonly pages: Uint8Array
}

export function createFoldedCharacters(): FoldedCharacters {
  const table = new Uint8Array(FIRST_ASTRAL)
  const mayStartWith = new Uint8Array(256).fill(1, 0xf0)
  const pages = new Uint8Array(FIRST_ASTRAL / PAGE)
  const astralZeros: number[] = []

  function put(first: number, last: number, byte: number): void {
    table.fill(byte, first, last + 1)
    for (let page = Math.floor(first / PAGE); page * PAGE <= last; page++) {
      pages[page] = 1
      mayStartWith[firstByteOf(page * PAGE)] = 1
    }
  }

  for (const [byte, ranges] of FOLDED) {
    for (const range of ranges.split(' ')) {
      const [first = 0, last = first] = range.split('-').map((hex) => Number.parseInt(hex, 16))
      put(first, last, byte)
    }
  }
  for (let code = 33; code <= 126; code++) if (!isLetter(code)) put(FULL_WIDTH + code, FULL_WIDTH + code, code)
  put(FULL_WIDTH + QUOTATION_MARK, FULL_WIDTH + QUOTATION_MARK, DOUBLE_QUOTE)
  put(FULL_WIDTH + SINGLE_QUOTE, FULL_WIDTH + SINGLE_QUOTE, TYPED_APOSTROPHE)
  for (const hex of ZEROS.split(' ')) {
    const zero = Number.parseInt(hex, 16)
    if (zero >= FIRST_ASTRAL) astralZeros.push(zero)
    else for (let digit = 0; digit < 10; digit++) put(zero + digit, zero + digit, ZERO + digit)
  }

  function ofAstral(codePoint: number): number {
    // Emoji, and the Han characters beyond the first 65,536.
    if (codePoint >= 0x1f000 && codePoint < 0x1fbf0) return KEPT
    if (codePoint >= 0x20000 && codePoint < 0x2f800) return KEPT
    for (const zero of astralZeros) if (codePoint >= zero && codePoint < zero + 10) return ZERO + codePoint - zero
    return COMPOSABLE
  }

  return {
    of: (codePoint) => (codePoint < FIRST_ASTRAL ? table[codePoint]! : ofAstral(codePoint)),
    mayStartWith,
    pages,
  }
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

function firstByteOf(codePoint: number): number {
  return codePoint < 0x800 ? 0xc0 | (codePoint >> 6) : 0xe0 | (codePoint >> 12)
}
