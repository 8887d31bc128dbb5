import { describe, expect, it } from 'vitest'
import { textWithStatus } from '../../src/record/format-string.js'

describe('the text that a call makes of a format string', () => {
  const textOf = (...args: unknown[]) => textWithStatus(args[0], args, 1)

  it.each<[unknown[], string]>([
    [['%s %s %d %d ms', 'GET', '/a', 500, 12], 'GET /a 500 12 ms'],
    [['%s %s %s', 'GET', '/a', '404'], 'GET /a 404'],
    [['GET /a %i', 599], 'GET /a 599'],
  ])('is made where a status of a failure is among its arguments: %j', (args, expected) => {
    expect(textOf(...args)).toBe(expected)
  })

  it.each<[string, unknown[]]>([
    ['no status', ['%s %s %d', 'GET', '/a', 200]],
    ['a status in no text that is formatted', ['GET', '/a', 500]],
    ['no arguments', ['%s 500']],
    ['an object, whose getters are the app’s', ['%s %d %o', 'GET', 500, {}]],
    ['a text that no access line has', ['%s %d', 'x'.repeat(10_000), 500]],
    ['more arguments than an access line has', ['%d', ...Array.from({ length: 9 }, () => 500)]],
    ['no text at all', [{ a: 1 }, 500]],
  ])('is not made of %s', (_, args) => {
    expect(textOf(...args)).toBeUndefined()
  })
})
