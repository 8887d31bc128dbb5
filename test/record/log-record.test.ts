import { describe, expect, it } from 'vitest'
import { formatStringOf } from '../../src/record/format-string.js'

describe('formatStringOf', () => {
  it('is the message that has a directive and arguments', () => {
    expect(formatStringOf('user %s left', ['user %s left', 'ann'], 1)).toBe('user %s left')
    expect(formatStringOf('user %s left', [{}, 'user %s left', 'ann'], 2)).toBe('user %s left')
  })

  it('is the message alone when an Error comes with it, which loggers append to the text', () => {
    expect(formatStringOf('sync failed', ['sync failed', 7, new TypeError('x is not a function')], 1)).toBe(
      'sync failed',
    )
  })

  it('is none when the text itself has to be signed', () => {
    expect(formatStringOf('100% done', ['100% done'], 1)).toBeUndefined()
    expect(formatStringOf('listening on', ['listening on', 3000], 1)).toBeUndefined()
    expect(formatStringOf(7, [7, 'a'], 1)).toBeUndefined()
    expect(formatStringOf(undefined, [], 1)).toBeUndefined()
  })
})
