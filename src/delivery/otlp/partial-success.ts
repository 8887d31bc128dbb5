import { TextDecoder } from 'node:util'
import { fieldsOfMessage } from './protobuf-reader.js'

/** What an ExportLogsServiceResponse says was not taken. */
export interface PartialSuccess {
  readonly rejectedRecords: number
  readonly message: string
}

const NONE: PartialSuccess = { rejectedRecords: 0, message: '' }
const PARTIAL_SUCCESS = 1
const REJECTED = 1
const MESSAGE = 2
const decoder = new TextDecoder()

/** Parses the response to an export, JSON or protobuf: PostHog responds with JSON even to protobuf. What cannot be read rejects nothing. */
export function parsePartialSuccess(body: Uint8Array): PartialSuccess {
  try {
    return body[0] === 0x7b ? fromJson(decoder.decode(body)) : fromProtobuf(body)
  } catch {
    return NONE
  }
}

function fromJson(text: string): PartialSuccess {
  const { partialSuccess = {} } = JSON.parse(text) as { partialSuccess?: Record<string, unknown> }
  return checked(Number(partialSuccess['rejectedLogRecords'] ?? 0), partialSuccess['errorMessage'])
}

function fromProtobuf(body: Uint8Array): PartialSuccess {
  let rejected = 0
  let message = ''
  for (const { field, content } of fieldsOfMessage(body)) {
    if (field !== PARTIAL_SUCCESS) continue
    for (const part of fieldsOfMessage(content)) {
      if (part.field === REJECTED) rejected = part.number
      if (part.field === MESSAGE) message = decoder.decode(part.content)
    }
  }
  return checked(rejected, message)
}

function checked(rejected: number, message: unknown): PartialSuccess {
  if (!Number.isSafeInteger(rejected) || rejected <= 0) return NONE
  return { rejectedRecords: rejected, message: typeof message === 'string' ? message.slice(0, 200) : '' }
}
