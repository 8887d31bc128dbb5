import { TextDecoder, TextEncoder } from 'node:util'
import type { OtlpEncoding } from './encoding.js'
import { fieldsOfMessage } from './protobuf-reader.js'

const MAX_TEXT_CHARACTERS = 512
const TRUNCATION_MARK = '…[truncated]'
const decoder = new TextDecoder()
const encoder = new TextEncoder()

/**
 * Returns a record that a backend called too large even alone, with long texts and bytes cut short and a marker behind them;
 * `undefined` if that makes it no smaller.
 */
export function cutRecord(bytes: Uint8Array, { contentType }: OtlpEncoding): Uint8Array | undefined {
  try {
    const cut = contentType === 'application/json' ? cutJson(bytes) : cutField(bytes)
    return cut.length < bytes.length ? cut : undefined
  } catch {
    return undefined
  }
}

function cutJson(bytes: Uint8Array): Uint8Array {
  const cut = (_: string, value: unknown) => (typeof value === 'string' ? cutText(value) : value)
  return encoder.encode(JSON.stringify(JSON.parse(decoder.decode(bytes)), cut))
}

function cutText(text: string): string {
  return text.length > MAX_TEXT_CHARACTERS * 2
    ? (text.slice(0, MAX_TEXT_CHARACTERS) + TRUNCATION_MARK).toWellFormed()
    : text
}

// Of a LogRecord: body and attributes; of an AnyValue: string, array, list and bytes; of a KeyValue: the value.
const LOG_RECORD = 2
const BODY = 5
const ATTRIBUTES = 6
const STRING = 1
const ARRAY = 5
const KVLIST = 6
const BYTES = 7

/** One `log_records` field of ScopeLogs. */
function cutField(bytes: Uint8Array): Uint8Array {
  return rewrite(bytes, (field, content) => (field === LOG_RECORD ? rewrite(content, cutOfRecord) : content))
}

const cutOfRecord: Rewrite = (field, content) => {
  if (field === BODY) return rewrite(content, cutOfAny)
  return field === ATTRIBUTES ? rewrite(content, cutOfKeyValue) : content
}

const cutOfKeyValue: Rewrite = (field, content) => (field === 2 ? rewrite(content, cutOfAny) : content)

const cutOfAny: Rewrite = (field, content) => {
  if (field === STRING) return encoder.encode(cutText(decoder.decode(content)))
  if (field === BYTES) return content.subarray(0, MAX_TEXT_CHARACTERS)
  if (field === ARRAY) return rewrite(content, (_, value) => rewrite(value, cutOfAny))
  return field === KVLIST ? rewrite(content, (_, pair) => rewrite(pair, cutOfKeyValue)) : content
}

type Rewrite = (field: number, content: Uint8Array) => Uint8Array

/** Returns a message with each length-delimited field put through `change`; others stay as they are. */
function rewrite(bytes: Uint8Array, change: Rewrite): Uint8Array {
  const parts: Uint8Array[] = []
  for (const { field, wireType, content, whole } of fieldsOfMessage(bytes)) {
    if (wireType !== 2) parts.push(whole)
    else {
      const changed = change(field, content)
      parts.push(encodeVarint(field * 8 + wireType), encodeVarint(changed.length), changed)
    }
  }
  return Buffer.concat(parts)
}

function encodeVarint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}
