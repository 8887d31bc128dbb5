import { TextDecoder } from 'node:util'
import type { KeptRecord, Origin } from '../kept-record.js'
import { fieldsOfMessage } from './protobuf-reader.js'

const LOG_RECORD = 2
const BODY = 5
const STRING = 1
const decoder = new TextDecoder()

/**
 * Returns the body of a record as a text, read back from its bytes; `undefined` if it is none.
 *
 * @throws whatever the bytes make it throw
 */
export function bodyText({ bytes, parse }: KeptRecord, { encoding }: Origin): unknown {
  if (bytes === undefined) return parse?.().body
  if (encoding.contentType === 'application/json') {
    return (JSON.parse(decoder.decode(bytes)) as { body?: { stringValue?: string } }).body?.stringValue
  }
  const path = [LOG_RECORD, BODY, STRING]
  let at: Uint8Array | undefined = bytes
  for (const wanted of path) {
    if (at === undefined) return undefined
    at = [...fieldsOfMessage(at)].find(({ field }) => field === wanted)?.content
  }
  return at && decoder.decode(at)
}
