import type { Redactor } from '../../redaction/redactor.js'
import type { OtlpEncoding } from './encoding.js'
import { createJsonEncoding } from './json-encoding.js'
import { createProtobufEncoding } from './protobuf-encoding.js'

export function createEncoding(name: 'protobuf' | 'json', redactor: Redactor): OtlpEncoding {
  return name === 'json' ? createJsonEncoding(redactor) : createProtobufEncoding(redactor)
}
