import createHogQLParser from '@posthog/hogql-parser'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type HogQL, hogql, identifier, joined } from '../../src/posthog/api/hogql.js'

type Parser = Awaited<ReturnType<typeof createHogQLParser>>
let parser: Parser
beforeAll(async () => {
  parser = await createHogQLParser()
})
const parsed = ({ text }: HogQL) => JSON.parse(parser.parseExpr(text, true)) as Record<string, unknown>

describe('HogQL', () => {
  it('reads every text back as it was, whatever is in it', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
      fc.string({
        unit: fc.constantFrom(
          "'",
          '\\',
          '`',
          '"',
          '\n',
          '\r',
          '\t',
          '\0',
          '\b',
          '\f',
          '\v',
          '\x07',
          '%',
          '{',
          '}',
          '-',
          'x',
        ),
      }),
    )
    // Halves of surrogate pairs are no text that could be sent, and HogQL has no NUL.
    const sent = (value: string) => value.toWellFormed().replaceAll('\0', '')
    fc.assert(
      fc.property(text, (value) => {
        expect(parser.parseStringLiteralText(hogql`${value.toWellFormed()}`.text)).toBe(sent(value))
      }),
    )
    // The whole parser takes its time.
    const hostile = ["'", "') OR 1 = 1 --", "\\'", '{x}']
    expect(parsed(hogql`${hostile}`)).toEqual({
      node: 'Tuple',
      exprs: hostile.map((value) => ({ node: 'Constant', value })),
    })
  })

  it('reads every name back as one name', () => {
    const name = fc.string({
      unit: fc.constantFrom('`', '\\', ' ', '"', "'", 'a', '$', '\n', '.'),
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(fc.array(name, { minLength: 2, maxLength: 20 }), (values) => {
        expect(parsed(hogql`(${joined(values.map(identifier))})`)).toEqual({
          node: 'Tuple',
          exprs: values.map((value) => ({ node: 'Field', chain: [value] })),
        })
      }),
      { numRuns: 2 },
    )
    expect(() => identifier('a%b')).toThrow(TypeError)
    expect(() => identifier('')).toThrow(TypeError)
  })

  it('writes numbers, moments, lists and pieces', () => {
    expect(hogql`${1.5} ${-2n} ${true} ${null}`.text).toBe('1.5 -2 true NULL')
    expect(hogql`${new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6))}`.text).toBe(
      "toDateTime64('2026-01-02 03:04:05.006', 6, 'UTC')",
    )
    expect(hogql`x IN ${['a', "b'"]}`.text).toBe("x IN ('a', 'b\\'')")
    expect(hogql`WHERE ${joined([hogql`a = ${1}`, hogql`b = ${'c'}`], ' AND ')}`.text).toBe("WHERE a = 1 AND b = 'c'")
  })

  it.each([
    ['no finite number', () => hogql`${Number.NaN}`],
    ['no date', () => hogql`${new Date(Number.NaN)}`],
    ['an empty list', () => hogql`${[]}`],
  ])('refuses %s', (_, make) => {
    expect(make).toThrow(TypeError)
  })
})
