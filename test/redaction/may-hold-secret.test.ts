import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesMayHoldSecret } from '../../src/redaction/bytes-may-hold-secret.js'
import { mayHoldSecret } from '../../src/redaction/may-hold-secret.js'
import { redactText } from '../../src/redaction/redact-text.js'
import { seededRandom } from '../../src/testing/seeded-random.js'
import { makeSecrets } from '../support/secrets.js'

const secrets = makeSecrets(2_000, seededRandom(11))
const word = fc.oneof(
  fc.constantFrom(...secrets.flatMap(({ value, name = 'x' }) => [value, `${name}=${value}`, `"${name}":"${value}"`])),
  fc.constantFrom(
    'pass_word',
    'api-key',
    'API.KEY',
    'Set-Cookie',
    'dbPass',
    'pin',
    'access~key+id',
    'token',
    'user',
    'took',
  ),
  fc.constantFrom(
    ':',
    '=',
    '" : "',
    '\\"=\\"',
    '://u:p@h',
    ' ',
    '.',
    '_',
    'Bearer ',
    '4111 1111 1111 1111',
    '2026-11-26T18:00:00.000Z',
  ),
  fc.string({ maxLength: 8 }),
)
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(''))

function mayHoldByBytes(any: string): boolean {
  const bytes = Buffer.from(`x${any}:`)
  return bytesMayHoldSecret(bytes, 1, bytes.length - 1)
}

describe.each([
  ['characters', mayHoldSecret],
  ['bytes', mayHoldByBytes],
])('the quick look for secrets by %s', (_, mayHold) => {
  it('misses no text in which redaction finds something', () => {
    fc.assert(
      fc.property(text, (any) => {
        if (redactText(any) !== any) expect(mayHold(any)).toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })

  it('lets most lines of an app go by', () => {
    const lines = [
      '{"level":30,"time":1795651200920,"pid":4242,"hostname":"shop-7f9c6b","req":{"method":"GET","url":"/items/5"},"responseTime":12,"msg":"request completed"}',
      '2026-11-26T18:00:00.000Z INFO worker 12 started in 48 ms',
      '172.17.0.1 - - [26/Nov/2026:18:00:00 +0000] "GET /items?page=2 HTTP/1.1" 200 512 "-" "curl/8.5.0"',
    ]
    expect(lines.filter((line) => mayHold(line))).toEqual([])
  })
})
