import { expect, it } from 'vitest'
import { KnownKeys } from '../../src/redaction/known-keys.js'

it('names that come later are remembered too, however many came before them', () => {
  const keys = new KnownKeys()
  for (let i = 0; i < 10_000; i++) keys.of(`tenant.${i}`)
  const known = keys.of('user.password')
  expect(keys.of('user.password')).toBe(known)
  expect(known.secret).toBe(keys.of('password').secret)
})

it('at most 2,000 names are remembered, none of them longer than 128 characters', () => {
  const keys = new KnownKeys()
  const first = keys.of('first')
  for (let i = 1; i < 2_000; i++) keys.of(`tenant.${i}`)
  expect(keys.of('first')).toBe(first)
  keys.of('one more')
  expect(keys.of('first')).not.toBe(first)
  const long = `x.${'y'.repeat(127)}`
  expect(keys.of(long)).not.toBe(keys.of(long))
  expect(keys.of(long)).toEqual(keys.of(long))
})
