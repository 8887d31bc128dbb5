import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathShape, shapeOf } from '../../../src/posthog/probe/shape.js'

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const digits = '0123456789'
const word = (unit: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...unit), minLength: length, maxLength: length })
const key = fc
  .tuple(
    fc.constantFrom('phx_', 'phc_', 'pha_', 'phr_', 'phs_', 'sk_live_', 'ghp_', 'lsk_'),
    word(letters + digits, 32),
  )
  .map(([prefix, rest]) => prefix + rest)
/** What nobody may read in a recorded file. Each begins with what stands nowhere else. */
const secret = fc.oneof(
  key,
  word(letters + digits, 12).map((text) => `Q7${text}9Z4`),
  fc.constantFrom('miller-4711@example.com', 'Mrs Miller 4711', '4556 7375 8689 9855', '2026-11-26T12:00:00Z'),
  fc.integer({ min: 10_000_000, max: 2_000_000_000 }).map(String),
)
/** Names that others chose: they look like ids, keys, addresses and texts. */
const chosenName = fc.oneof(
  key,
  fc.uuid(),
  fc.emailAddress(),
  word(letters + digits, 10).map((text) => `${text}123`),
  fc.constantFrom('Mrs Miller 4711', 'order 4711', 'https://example.com/4711', '__proto__4711'),
)
const field = fc.constantFrom('id', 'service_name', 'logCount', 'p95', 'next', '_meta', 'unit_amount_usd')

interface Planted {
  readonly value: unknown
  readonly secrets: readonly string[]
}
const leaf: fc.Arbitrary<Planted> = fc.oneof(
  secret.map((text) => ({ value: text, secrets: [text] })),
  fc.integer({ min: 10_000_000, max: 2_000_000_000 }).map((n) => ({ value: n, secrets: [String(n)] })),
  fc.constantFrom(null, true, false).map((value) => ({ value, secrets: [] })),
)
const { tree } = fc.letrec<{ tree: Planted }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }).map((items) => ({
      value: items.map(({ value }) => value),
      secrets: items.flatMap(({ secrets }) => secrets),
    })),
    fc.array(fc.tuple(fc.oneof(field, chosenName), tie('tree')), { maxLength: 5 }).map((entries) => ({
      value: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
      secrets: entries.flatMap(([name, { secrets }]) =>
        /\d{3}|[-@ ]|_[A-Za-z0-9]{32}/.test(name) ? [name, ...secrets] : secrets,
      ),
    })),
  ),
}))

describe('the shape of what was exchanged', () => {
  it('has nothing of its values, and no name that others chose, whatever it is', () => {
    fc.assert(
      fc.property(tree, ({ value, secrets }) => {
        const shape = JSON.stringify(shapeOf(value))
        for (const one of secrets) expect(shape).not.toContain(one)
      }),
      { numRuns: 500 },
    )
  })

  it('says what there is: fields by name, types for values, each kind of item once', () => {
    const value = {
      results: [
        { service_name: 'shop', p95: 1.5, count: 3 },
        { service_name: null, p95: 2.5, count: 3 },
      ],
    }
    expect(shapeOf(value)).toEqual({
      results: [
        { service_name: 'string', p95: 'number', count: 'integer' },
        { service_name: 'null', p95: 'number', count: 'integer' },
      ],
    })
  })

  it('takes names of many for those that others chose, and ends in whatever is deep', () => {
    const names = [...letters].flatMap((first) => [`of_${first}`, `in_${first}`])
    const many = Object.fromEntries(names.map((name, i) => [name, i]))
    expect(shapeOf({ counts: many })).toEqual({ counts: { '*': 'integer' } })
    let deep: unknown = 1
    for (let i = 0; i < 10_000; i++) deep = [deep]
    expect(JSON.stringify(shapeOf(deep)).length).toBeLessThan(100)
  })

  it('has no ids in a path, and names of parameters alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000 }), fc.uuid(), secret, chosenName, (project, id, text, name) => {
        const url = new URL(`https://eu.posthog.com/api/projects/${project}/canvases/${id}/source/`)
        url.searchParams.set('search', text)
        url.searchParams.set(name, text)
        const path = pathShape(url)
        expect(path).toMatch(/^\/api\/projects\/:id\/canvases\/:id\/source\/\?/)
        expect(path).not.toContain(encodeURIComponent(text))
      }),
    )
  })
})
