import { expect } from 'vitest'
import { type Signature, signatureOf } from '../../src/signature/signature.js'

/** What an app logs, and what somebody chose so that it has the same id: XXH64 can be undone eight letters at a time. */
export const OWN = 'payment captures failed'
export const FORGED = ['plgxkjagzdlhejke failed', 'stxycsagwbvntbxi failed', 'ykvzjvagaatiskem failed'] as const

/** Returns the signatures of {@link OWN} and of those that have its id. */
export function sameIds(): Signature[] {
  const signatures = [OWN, ...FORGED].map(signatureOf)
  expect(new Set(signatures.map(({ id }) => id)).size).toBe(1)
  expect(new Set(signatures.map(({ check }) => check)).size).toBe(1 + FORGED.length)
  return signatures
}
