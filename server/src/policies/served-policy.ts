import { createHash } from 'node:crypto'
import type { StoredPolicy } from '../store/store.js'

/** A policy as it goes over the wire. */
export interface ServedPolicy {
  readonly version: number
  readonly body: string
  readonly etag: string
}

export function servedPolicy({ version, document }: Pick<StoredPolicy, 'version' | 'document'>): ServedPolicy {
  const digest = createHash('sha256').update(document).digest('base64url').slice(0, 12)
  return { version, body: document, etag: `"${version}-${digest}"` }
}
