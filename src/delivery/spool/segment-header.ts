import { TextDecoder, TextEncoder } from 'node:util'
import type { Frame } from './frame.js'

/** What the records of a segment have in common, and which segments it takes the place of. */
export interface SegmentHeader {
  readonly encoding: Frame['encoding']
  /** Attributes of the resource. */
  readonly resource: Readonly<Record<string, unknown>>
  /** Names' identities, see {@link identityOf}: their records are in here. */
  readonly replaces?: readonly string[]
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export function headerFrame(header: SegmentHeader): Frame {
  const { encoding, resource, replaces } = header
  return {
    type: 'header',
    encoding,
    sequence: 0,
    timeMillis: 0,
    signature: '0000000000000000',
    scope: { name: '' },
    content: encoder.encode(JSON.stringify({ resource, ...(replaces !== undefined && { replaces }) })),
  }
}

/** Returns the header in a frame; `undefined` if it cannot be read. */
export function parseHeader(frame: Frame): SegmentHeader | undefined {
  try {
    const { resource = {}, replaces = [] } = JSON.parse(decoder.decode(frame.content)) as Partial<SegmentHeader>
    return { encoding: frame.encoding, resource, replaces }
  } catch {
    return undefined
  }
}
