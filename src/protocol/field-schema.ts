/**
 * What a field may hold, in the words of JSON Schema (2020-12) that OpenAPI 3.1 has too. Fields that an object does not name are
 * ignored; `minLength` and `maxLength` count UTF-16 units.
 */
export interface FieldSchema {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null'
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: 'date-time'
  readonly enum?: readonly string[]
  readonly anyOf?: readonly FieldSchema[]
  readonly items?: FieldSchema
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: FieldSchema
  readonly propertyNames?: FieldSchema
  readonly maxProperties?: number
}
