import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../src/signature/signature.js'
import { atTier } from '../support/tier.js'
import { message, ordinaryWords } from './message-arbitraries.ts'
import { QUOTATION_MARKS } from './more-value-arbitraries.ts'

const templateOf = (text: string) => signatureOf(text).template
/** All characters of a property of Unicode, but for surrogates. */
function charactersOf(property: RegExp): string[] {
  const found: string[] = []
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue
    const character = String.fromCodePoint(codePoint)
    if (property.test(character)) found.push(character)
  }
  return found
}

describe('in every script', () => {
  it('decimal digits are digits', () => {
    for (const digit of charactersOf(/\p{Nd}/u)) {
      expect([digit, templateOf(`order ${digit}${digit} sent`)]).toEqual([digit, 'order <*> sent'])
      expect([digit, templateOf(`注文${digit}件`)]).toEqual([digit, '注文 <*> 件'])
    }
  })

  it('spaces are spaces, and invisible characters at the edges of words say nothing', () => {
    for (const space of charactersOf(/[\p{Z}\u200b\ufeff]/u)) {
      expect([space, templateOf(`user${space}42${space}left${space}`)]).toEqual([space, 'user <*> left'])
    }
    for (const mark of ['\u200e', '\u200f', '\u061c', '\u202b', '\u2066', '\ufe0f']) {
      expect(templateOf(`${mark}user${mark} 42 ${mark}left`)).toBe('user <*> left')
    }
  })

  it('a minus before a number is none of its words', () => {
    for (const minus of ['-', '−', '‐', '‑', '–', '﹣', '－'])
      expect(templateOf(`off by ${minus}7 rows`)).toBe('off by <*> rows')
  })

  it('punctuation ends a word', () => {
    for (const mark of '：，；。、！？،؛؟۔।…—') {
      expect([mark, templateOf(`状態${mark}準備 完了`)]).toEqual([mark, '状態 準備 完了'])
    }
    for (const brackets of ['（）', '【】', '［］', '〔〕']) {
      const [open, close] = brackets
      expect(templateOf(`注文${open}番号 42${close}失敗`)).toBe('注文 番号 <*> 失敗')
    }
  })

  it('what stands in quotes is a value', () => {
    for (const [open, close] of QUOTATION_MARKS) {
      for (const text of ['Ann', 'Ann Lee', '田中', 'b.pdf', '17', '']) {
        expect([open, templateOf(`user ${open}${text}${close} left`)]).toEqual([open, 'user <*> left'])
      }
    }
    for (const [open, close] of QUOTATION_MARKS.filter(([open]) => !["'", '`', '‘', '‚', '« '].includes(open))) {
      expect([open, templateOf(`ユーザー${open}田中${close}がログイン`)]).toEqual([open, 'ユーザー <*> がログイン'])
    }
  })

  it('an apostrophe is no quote', () => {
    expect(templateOf('it’s the users’ file, isn’t it')).toBe(templateOf("it's the users' file, isn't it"))
    expect(templateOf('l’utilisateur Bob s’est connecté')).toBe('l utilisateur Bob s est connecté')
  })

  it('the day and month of a date vary together', () => {
    const locales = [
      'de',
      'fr',
      'it',
      'nl',
      'sv',
      'da',
      'nb',
      'fi',
      'pl',
      'cs',
      'ru',
      'uk',
      'tr',
      'es',
      'pt',
      'en-GB',
      'en-US',
    ]
    const days = Array.from({ length: 24 }, (_, i) => new Date(Date.UTC(2024, i, 1 + i)))
    for (const locale of locales) {
      for (const options of [{ dateStyle: 'long' }, { day: 'numeric', month: 'long' }] as const) {
        const texts = days.map((day) => `due ${day.toLocaleDateString(locale, { ...options, timeZone: 'UTC' })} again`)
        expect([locale, new Set(texts.map(templateOf)).size, texts]).toEqual([locale, 1, texts])
      }
    }
  })
})

describe('one text spelled in several ways', () => {
  /** So short that no spelling is cut. */
  const short = fc.oneof(message, fc.string({ unit: 'grapheme', maxLength: 40 })).map((text) => text.slice(0, 40))

  it('has one signature: composed or not', () => {
    fc.assert(
      fc.property(short, (text) => {
        expect(signatureOf(text.normalize('NFD'))).toEqual(signatureOf(text.normalize('NFC')))
      }),
      { numRuns: atTier({ test: 1_000, long: 3_000, soak: 3_000 }) },
    )
  })

  it('has one signature, whatever the character', () => {
    for (const character of charactersOf(/[\p{L}\p{M}\p{N}\p{S}]/u)) {
      const text = /\p{M}/u.test(character) ? `x\u0301${character}\u0323` : `x${character}\u0301`
      const composed = text.normalize('NFC')
      if (text === composed) continue
      if (signatureOf(text).id !== signatureOf(composed).id || !templateOf(text).isWellFormed()) {
        expect([character, templateOf(text)]).toEqual([character, templateOf(composed)])
      }
    }
  })

  it('has a template that is composed', () => {
    fc.assert(
      fc.property(message, (text) => {
        const { template } = signatureOf(text)
        expect(template).toBe(template.normalize('NFC'))
      }),
      { numRuns: atTier({ test: 1_000, long: 3_000, soak: 3_000 }) },
    )
  })

  it('leaves what has no other spelling as it is', () => {
    fc.assert(
      fc.property(ordinaryWords(2, 5), (words) => {
        expect(templateOf(`größe ${words.join(' ')} ошибка 注文`)).toBe(`größe ${words.join(' ')} ошибка 注文`)
      }),
    )
  })
})
