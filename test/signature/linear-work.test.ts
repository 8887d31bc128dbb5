import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHashSecret } from '../../src/signature/hash-secret.js'
import { createMessage, type Message } from '../../src/signature/message.js'
import { createScan } from '../../src/signature/scan.js'
import { createTokenBuffer } from '../../src/signature/token-buffer.js'
import { seededRandom } from '../../src/testing.js'
import { message } from './message-arbitraries.ts'

let reads = 0
const { bytes, ...rest } = createMessage()
const counted: Message = {
  ...rest,
  bytes: new Proxy(bytes, {
    get(target, index) {
      reads++
      return target[Number(index)]
    },
  }),
}
const { scan } = createScan(counted, createTokenBuffer(), createHashSecret(seededRandom(1)))

/** How many bytes are read to sign the text. */
function readsFor(text: string): number {
  reads = 0
  scan(rest.load(text))
  return reads
}

/** Repeated, each looks like the start of something long. */
const WITHOUT_SPACES =
  '= " \' ` . / \\ : < > ( { [ & + # @ $ % ~ - _ a 7 é a. a: a= a/ a\\ a@ a+ a- a# a&b= A_. a.A_ deadbeef "a "( "a/ \'a" \'"` ' +
  'a=" a=[ {" {"a": `a:/ G/"1/\' aa: ::ffff: ::ffff:1 ffff: C:\\ a:// <*> <* "\\" {a: {"a":"b", {a:[ {{ [[ [{ {a} [a, {"msg":" {a:{ “ „a « 「 「a 」 ‘ a:aaa1: ' +
  'arn:a @a/b @a a@1. a@1.1 type= msg=" *** ****a aB AbCdEfGhIjKlMnOp Europe/ \x1b \x1b[ \x1b] １ \u0301 \u00a0 é１'
const WITH_SPACES =
  'deadbeef |"a/1 |"aaaa |"a "|,"a b":|aa:bb:cc |a.b:1 |1 a |1 a b |(a) |1 (a) |for user |for a from 1 |a GET |GET |' +
  'Mon Nov |Mon 1 |user |ENOTFOUND |true |a: yes |1 ms |utf-8 |"a b" |"a b |\'a \'b |« a |123 (a |+0100 (a |- a [12/|"GET /a |1 de |1 de mars |' +
  '1 UTC |404 (a) |a b:\n|a b in\n/c\n|a in\n/b\n> 1\n|{ a: |{"event":"a |a.b '
const ADVERSARIAL = [...WITHOUT_SPACES.split(' '), ...WITH_SPACES.split('|'), ' ', '\n', '\0']
const repeated = (unit: string, length: number) => unit.repeat(length).slice(0, length)

describe('the work of a scan', () => {
  it.each(ADVERSARIAL)('grows with the length of the text, no faster: %j', (unit) => {
    for (const length of [128, 256]) {
      const reads = readsFor(repeated(unit, length))
      expect(reads).toBeLessThanOrEqual(2.3 * readsFor(repeated(unit, length / 2)))
      expect(reads).toBeLessThanOrEqual(15 * length)
    }
  })

  // Pairs of hex digits that are no octets in the end are looked at again from each of them, as many as a template holds.
  it.each(['aag', 'aaa', 'aa_'])('is bounded for octets that end in %s', (end) => {
    for (const length of [64, 128, 256]) {
      const octets = 'aa:'.repeat((length - end.length) / 3)
      expect(readsFor(octets + end)).toBeLessThanOrEqual(40 * length)
    }
  })

  it('is bounded for any text, however long', () => {
    fc.assert(
      fc.property(message, fc.integer({ min: 1, max: 100 }), (text, times) => {
        const length = Math.min(256, Buffer.byteLength(text.repeat(times)))
        expect(readsFor(text.repeat(times))).toBeLessThanOrEqual(40 * (length + 1))
      }),
      { numRuns: 1_000 },
    )
  })
})
