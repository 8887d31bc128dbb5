import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { withFastMembers } from '../../src/internal/fast-members.js'
import { createRefinedMessages } from '../../src/signature/refining-key.js'
import { createSigner } from '../../src/signature/signer.js'
import { seededRandom } from '../../src/testing/seeded-random.js'

setFlagsFromString('--allow-natives-syntax')
const isFast = runInNewContext('(object) => %HasFastProperties(object)') as (object: object) => boolean
isFast({})
setFlagsFromString('--no-allow-natives-syntax')
/** V8 makes what is a prototype fast once members are read through it. */
const hasFastMembers = (object: object) => {
  for (let i = 0; i < 20; i++) for (const key in object) Reflect.get(object, key)
  return isFast(object) && isFast(Object.getPrototypeOf(object))
}

it('what has a getter has fast members', () => {
  let count = 0
  const literal = {
    add: () => ++count,
    get count() {
      return count
    },
  }
  expect(isFast(literal)).toBe(false)
  const members = withFastMembers(literal)
  for (let i = 0; i < 20; i++) members.add()
  expect(members.count).toBe(20)
  expect(hasFastMembers(members)).toBe(true)
})

it.each([
  ['what signs', () => createSigner()],
  ['what finds keys', () => createRefinedMessages(seededRandom(1))],
])('%s has fast members', (_, create) => {
  expect(hasFastMembers(create())).toBe(true)
})
