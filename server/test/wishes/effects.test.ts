import fc from 'fast-check'
import { classRow, isWordClass } from 'lipservice/allocation'
import { describe, expect, it } from 'vitest'
import type { StoredOverride } from '../../src/store/contracts/overrides.js'
import { changesOf } from '../../src/wishes/changes.js'
import { effectOn, type Fixed, type WhyLeftOut, type WishPattern } from '../../src/wishes/effects.js'
import { WISH_CLASSES, WISH_EFFECTS, type WishWant } from '../../src/wishes/wish-draft.js'

const pattern = (name = 'unknown', severity = 'INFO', template = 'cache hit <*>'): WishPattern => {
  return { signature: '00000000000000aa', check: '', template, severity, class: name, bytes: 100 }
}
const wantOf = (effect: WishWant['do'], name: WishWant['class'] = null, ...phrases: string[]): WishWant => {
  return { phrases: phrases.length === 0 ? ['cache'] : phrases, class: name, do: effect }
}
const own = (kind: StoredOverride['kind'], label?: string) => ({ kind, label })
const label = (name: (typeof WISH_CLASSES)[number]): Fixed => ({ kind: 'label', class: name })
const EXEMPTION: Fixed = { kind: 'exemption', class: null }

describe('what a wish makes of a pattern', () => {
  it.each<[string, WishPattern, WishWant, ReturnType<typeof own>[], readonly Fixed[] | WhyLeftOut]>([
    ['whole', pattern(), wantOf('keep_whole'), [], [EXEMPTION]],
    ['whole, by its words as far as it fits', pattern('security'), wantOf('keep_whole'), [], [EXEMPTION]],
    ['whole by a label already', pattern(), wantOf('keep_whole'), [own('label', 'audit')], 'already'],
    ['whole already', pattern(), wantOf('keep_whole'), [own('exemption')], 'already'],
    ['whole as what it is', pattern(), wantOf('keep_whole', 'audit'), [], [label('audit')]],
    ['whole as business', pattern(), wantOf('keep_whole', 'business'), [], [label('business'), EXEMPTION]],
    ['more', pattern(), wantOf('more'), [], [label('business')]],
    ['more of what is worth that', pattern('business'), wantOf('more'), [], 'already'],
    ['more of what is protected', pattern('audit'), wantOf('more'), [], 'already'],
    ['less', pattern(), wantOf('less'), [], [label('debug')]],
    ['less of business', pattern('business'), wantOf('less'), [], [label('debug')]],
    ['less of a health check', pattern('health_check'), wantOf('less'), [], 'already'],
    ['least', pattern('debug'), wantOf('least'), [], [label('health_check')]],
    ['less of an error', pattern('error', 'ERROR'), wantOf('least'), [], 'error'],
    ['less of what words do not know as an error', pattern('unknown', 'CRITICAL'), wantOf('least'), [], 'error'],
    ['less of a warning', pattern('unknown', 'WARNING'), wantOf('less'), [], 'warning'],
    ['less of what is protected', pattern('security'), wantOf('less'), [], 'protected'],
    ['another class of what is protected', pattern('audit'), wantOf('less', 'debug'), [], 'protected'],
    ['less of what a person labelled so', pattern(), wantOf('less'), [own('label', 'security')], 'protected'],
    ['less of what a person locked', pattern(), wantOf('less'), [own('lock')], 'locked'],
    ['more of what a person locked', pattern(), wantOf('more'), [own('lock')], 'locked'],
    ['less of what a person exempted', pattern(), wantOf('least'), [own('exemption')], 'exempt'],
    ['a label', pattern(), wantOf('less', 'debug'), [], [label('debug')]],
    ['the same label', pattern('debug'), wantOf('less', 'debug'), [], 'already'],
  ])('is right: %s', (_, one, want, fixed, effect) => {
    expect(effectOn(one, want, fixed)).toEqual(effect)
  })

  it('never lowers an error, what is protected, or what a person fixed', () => {
    const overrides = fc.subarray([own('lock'), own('exemption'), own('label', 'audit'), own('label', 'debug')])
    const any = fc.record({
      name: fc.constantFrom('error', ...WISH_CLASSES, 'of another version'),
      severity: fc.constantFrom('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'),
      effect: fc.constantFrom(...WISH_EFFECTS),
      said: fc.constantFrom(null, ...WISH_CLASSES),
      fixed: overrides,
    })
    fc.assert(
      fc.property(any, ({ name, severity, effect, said, fixed }) => {
        const made = effectOn(pattern(name, severity), wantOf(effect, said), fixed)
        if (typeof made === 'string') return
        const now = fixed.find(({ kind }) => kind === 'label')?.label ?? name
        expect(name === 'error' || severity === 'ERROR' || severity === 'CRITICAL').toBe(false)
        expect(fixed.some(({ kind }) => kind === 'lock')).toBe(false)
        const labels = made.flatMap((one) => (one.class === null ? [] : [one.class]))
        for (const next of labels) {
          if (isWordClass(now)) expect(isWordClass(next)).toBe(true)
          if (effect !== 'keep_whole' && said === null && !isWordClass(now))
            expect(classRow(next).value > classRow(now).value).toBe(effect === 'more')
        }
        expect(made.every(({ kind }) => kind === 'label' || effect === 'keep_whole')).toBe(true)
      }),
    )
  })
})

describe('the patterns that a wish means', () => {
  const numbered = (templates: readonly string[]) =>
    templates.map((template, i) => ({
      ...pattern('unknown', 'INFO', template),
      signature: i.toString(16).padStart(16, '0'),
    }))
  const meant = (wants: readonly WishWant[], ...templates: string[]) =>
    changesOf(wants, [{ name: 'shop', patterns: numbered(templates), overrides: [] }])
  const changed = (phrase: string, ...templates: string[]) =>
    meant([wantOf('more', null, phrase)], ...templates).changes.map(({ template }) => template)

  it.each<[string, string[], string[]]>([
    [
      'cache hit',
      ['Cache  HIT <*>', 'cache hits', 'cached hit', 'cache hitter', 'xcache hit'],
      ['Cache  HIT <*>', 'cache hits'],
    ],
    ['.*', ['abc', 'a .* b'], ['a .* b']],
    ['GET /healthz', ['GET /healthz 200', 'GET /healthzz', 'TARGET /healthz'], ['GET /healthz 200']],
    ['запрос', ['Запрос принят', 'перезапрос'], ['Запрос принят']],
    ['(deleted)', ['(deleted)', 'deleted'], ['(deleted)']],
  ])('have its words, as they stand: %s', (phrase, templates, fitting) => {
    expect(changed(phrase, ...templates)).toEqual(fitting)
  })

  it('are asked for where there are none, too many, or two wishes for one', () => {
    expect(meant([wantOf('more', null, 'refund')], 'cache hit').questions).toEqual([
      'no line of "shop" has "refund": which do you mean?',
    ])
    expect(meant([wantOf('more', null, 'a')], 'a b').questions).toEqual([expect.stringMatching(/^"a" is short/)])
    const many = meant([wantOf('less')], ...Array.from({ length: 201 }, (_, i) => `cache ${i}`))
    expect(many.questions).toEqual(['it means 201 patterns, and at most 200 can be changed at once: which of them?'])
    expect(many.changes).toHaveLength(200)
    const two = meant([wantOf('less'), wantOf('keep_whole', null, 'hit')], 'cache hit')
    expect(two.questions).toEqual(["'cache hit' is meant twice: less, or keep whole?"])
    expect(two.changes).toEqual([])
    expect(meant([wantOf('less'), wantOf('less', null, 'hit')], 'cache hit').questions).toEqual([])
  })
})
