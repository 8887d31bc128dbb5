import { createHash } from 'node:crypto'
import { MAX_POLICY_BYTES } from '../../protocol/endpoints.js'

/** A policy as it was accepted. */
export interface CachedPolicy {
  readonly service: string
  readonly teamId: number | undefined
  readonly etag: string | undefined
  /** Epoch milliseconds. */
  readonly acceptedAt: number
  /** The document as it came, byte for byte: what a signature would be made of. */
  readonly text: string
}

const MAGIC = 'LIPSPLCY'
const FORMAT_VERSION = 1
const HASH_BYTES = 32
const LENGTHS_AT = MAGIC.length + 4
const HASH_AT = LENGTHS_AT + 8
const HEADER_BYTES = HASH_AT + HASH_BYTES
const MAX_DETAILS_BYTES = 64 * 1024

export const MAX_CACHE_FILE_BYTES = HEADER_BYTES + MAX_DETAILS_BYTES + MAX_POLICY_BYTES

/**
 * Returns the file of a policy: magic, format version, two lengths, SHA-256 of all but itself, the details as JSON, the document.
 * `undefined` if it would be too large to be read again.
 */
export function encodeCachedPolicy(policy: CachedPolicy): Buffer | undefined {
  const { service, teamId, etag, acceptedAt, text } = policy
  const details = Buffer.from(JSON.stringify({ service, team_id: teamId, etag, accepted_at: acceptedAt }))
  const document = Buffer.from(text)
  if (details.length > MAX_DETAILS_BYTES || document.length > MAX_POLICY_BYTES) return undefined
  const header = Buffer.alloc(HEADER_BYTES)
  header.write(MAGIC, 'latin1')
  header.writeUInt32BE(FORMAT_VERSION, MAGIC.length)
  header.writeUInt32BE(details.length, LENGTHS_AT)
  header.writeUInt32BE(document.length, LENGTHS_AT + 4)
  const file = Buffer.concat([header, details, document])
  hashOf(file).copy(file, HASH_AT)
  return file
}

export type Decoded =
  | { readonly ok: true; readonly policy: CachedPolicy }
  | { readonly ok: false; readonly problem: string }

/** Returns the policy of a file. Never throws, whatever the bytes are. */
export function decodeCachedPolicy(file: Buffer): Decoded {
  if (file.length < HEADER_BYTES) return { ok: false, problem: 'it is torn' }
  if (file.toString('latin1', 0, MAGIC.length) !== MAGIC) return { ok: false, problem: 'it is no policy cache' }
  if (file.readUInt32BE(MAGIC.length) !== FORMAT_VERSION) return { ok: false, problem: 'its format is another one' }
  const documentAt = HEADER_BYTES + file.readUInt32BE(LENGTHS_AT)
  if (file.length !== documentAt + file.readUInt32BE(LENGTHS_AT + 4)) return { ok: false, problem: 'it is torn' }
  if (!hashOf(file).equals(file.subarray(HASH_AT, HEADER_BYTES))) return { ok: false, problem: 'its hash is wrong' }
  const policy = policyOf(file.toString('utf8', HEADER_BYTES, documentAt), file.toString('utf8', documentAt))
  return policy === undefined ? { ok: false, problem: 'its details cannot be read' } : { ok: true, policy }
}

function policyOf(json: string, text: string): CachedPolicy | undefined {
  try {
    const { service, team_id: teamId, etag, accepted_at: acceptedAt } = JSON.parse(json) as Record<string, unknown>
    if (typeof service !== 'string' || typeof acceptedAt !== 'number') return undefined
    if (teamId !== undefined && typeof teamId !== 'number') return undefined
    if (etag !== undefined && typeof etag !== 'string') return undefined
    return { service, teamId, etag, acceptedAt, text }
  } catch {
    return undefined
  }
}

function hashOf(file: Buffer): Buffer {
  return createHash('sha256').update(file.subarray(0, HASH_AT)).update(file.subarray(HEADER_BYTES)).digest()
}
