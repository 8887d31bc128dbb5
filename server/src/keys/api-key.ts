import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** The parts of `lsk_<id>_<secret>`. The secret has 256 random bits, so that a fast hash is enough. */
export interface ApiKey {
  readonly id: string
  readonly secret: string
}

const FORMAT = /^lsk_([0-9a-f]{16})_([0-9a-f]{64})$/

export function newApiKey(): ApiKey {
  return { id: randomBytes(8).toString('hex'), secret: randomBytes(32).toString('hex') }
}

export function formatApiKey({ id, secret }: ApiKey): string {
  return `lsk_${id}_${secret}`
}

export function parseApiKey(text: string): ApiKey | undefined {
  const [, id, secret] = FORMAT.exec(text) ?? []
  return id === undefined || secret === undefined ? undefined : { id, secret }
}

/** Returns whether it is the id of an API key: a token has another. */
export const isKeyId = (text: string): boolean => /^[0-9a-f]{16}$/.test(text)

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export function matches(secret: string, hash: string): boolean {
  const a = Buffer.from(hashOf(secret))
  const b = Buffer.from(hash)
  return a.length === b.length && timingSafeEqual(a, b)
}
