import type { OtlpEncoding } from './encoding.js'
import { createJsonEncoding } from './json-encoding.js'
import { createProtobufEncoding } from './protobuf-encoding.js'

export function createEncoding(name: 'protobuf' | 'json'): OtlpEncoding {
  return name === 'json' ? createJsonEncoding() : createProtobufEncoding()
}
