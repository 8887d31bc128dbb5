import { expect, it } from 'vitest'
import { secretRandom } from '../../src/internal/random.js'
import { createTokenizer, type TemplateKey } from '../../src/signature/template.js'
import { atTier } from '../support/tier.ts'

const TRIES = atTier({ test: 50_000, long: 1_000_000, soak: 10_000_000 })
const OWN = 'could not reach upstream server'

/** Other words at a place of the template. */
function otherWord(n: number): string {
  let word = ''
  for (let i = n * 61; i > 0; i = Math.floor(i / 26)) word += String.fromCharCode(97 + (i % 26))
  return OWN.replace('upstream', word)
}

/** Its letters in another case, which the hash of known words does not see. */
function otherCase(n: number): string {
  let place = 0
  return OWN.replace(/[a-z]/g, (letter) => (((n >> place++) & 1) === 1 ? letter.toUpperCase() : letter))
}

it('no chosen text has the key of what an app logs', () => {
  const { tokenize } = createTokenizer(secretRandom)
  const isSame = (a: TemplateKey, b: TemplateKey) =>
    a.hash === b.hash && a.fingerprint === b.fingerprint && a.size === b.size
  const own = { ...tokenize(OWN) }
  expect(isSame(tokenize(OWN), own)).toBe(true)
  let found = 0
  for (let i = 1; i <= TRIES / 2; i++) {
    if (isSame(tokenize(otherWord(i)), own)) found++
    if (isSame(tokenize(otherCase(i)), own)) found++
  }
  expect(found).toBe(0)
}, 240_000)
