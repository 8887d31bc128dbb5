import { describe, expect, it } from 'vitest'
import {
  type FieldSchema,
  type ParseResult,
  POLICY_SCHEMA,
  parsePolicy,
  parseStatsReceipt,
  parseStatsReport,
  STATS_RECEIPT_SCHEMA,
  STATS_REPORT_SCHEMA,
} from '../../src/protocol.js'

/** A value, where in the document it stands, and whether the schema takes it there. */
interface Case {
  readonly path: string
  readonly value: unknown
  readonly isTaken: boolean
}

const taken = (value: unknown): Case => ({ path: '', value, isTaken: true })
const refused = (value: unknown): Case => ({ path: '', value, isTaken: false })

/** The edges of what a schema takes, and what lies just beyond them. */
function casesOf(schema: FieldSchema): Case[] {
  if (schema.anyOf !== undefined) {
    const all = schema.anyOf.flatMap(casesOf)
    const isNullable = schema.anyOf.some(({ type }) => type === 'null')
    return [...all.filter(({ value }) => value !== null), isNullable ? taken(null) : refused(null)]
  }
  if (schema.type === undefined) throw new Error('a schema has a type, or several schemas to choose from')
  switch (schema.type) {
    case 'number':
    case 'integer': {
      const { minimum = Number.NaN, maximum = Number.NaN } = schema
      const beyond = [minimum - 1, maximum + 1, Number.NaN, String(minimum), null]
      const between = schema.type === 'integer' ? [refused(minimum + 0.5)] : [taken((minimum + maximum) / 2)]
      return [taken(minimum), taken(maximum), ...between, ...beyond.map(refused)]
    }
    case 'string':
      return [...textCases(schema), refused(7), refused(null)]
    case 'array':
      return arrayCases(schema)
    case 'object':
      return objectCases(schema)
    case 'boolean':
      return [taken(true), taken(false), refused('true'), refused(0), refused(null)]
    case 'null':
      return [taken(null)]
  }
}

function textCases({ enum: names, pattern, format, minLength = 0, maxLength, examples }: FieldSchema): Case[] {
  if (names !== undefined) return [...names.map(taken), refused(`${names[0]}x`), refused('')]
  if (pattern !== undefined) {
    const fits = format === 'date-time' ? '2026-11-23T10:00:00.5+01:00' : '0123456789abcdef'
    expect(fits).toMatch(new RegExp(pattern))
    return [taken(fits), refused(`${fits}0`), refused('')]
  }
  expect(maxLength).toBeGreaterThan(0)
  const longest = examples === undefined ? [taken('x'.repeat(maxLength!))] : examples.map(taken)
  const shortest = minLength > 0 ? [taken('x'.repeat(minLength)), refused('x'.repeat(minLength - 1))] : []
  return [...longest, ...shortest, refused(`${examples?.[0] ?? 'x'}${'x'.repeat(maxLength!)}`)]
}

function arrayCases({ items, maxItems = Number.NaN }: FieldSchema): Case[] {
  // A schema without `items` leaves its elements to whoever judges them one by one.
  const cases = items === undefined ? [taken({ anything: ['at all'] })] : casesOf(items)
  const element = cases.find(({ isTaken }) => isTaken)!.value
  return [
    taken([]),
    taken(new Array(maxItems).fill(element)),
    refused(new Array(maxItems + 1).fill(element)),
    refused({}),
    ...cases.map(({ path, value, isTaken }) => ({ path: `[1]${dotted(path)}`, value: [element, value], isTaken })),
  ]
}

function objectCases(schema: FieldSchema): Case[] {
  if (schema.properties === undefined) return mapCases(schema)
  const { properties, required = [] } = schema
  const least = leastOf(schema)
  return [
    taken(least),
    taken({ ...least, of_a_newer_version: ['ignored'] }),
    refused([]),
    ...required.map((name) => ({
      path: name,
      value: Object.fromEntries(Object.entries(least).filter(([other]) => other !== name)),
      isTaken: false,
    })),
    ...Object.entries(properties).flatMap(([name, property]) =>
      casesOf(property).map(({ path, value, isTaken }) => ({
        path: `${name}${dotted(path)}`,
        value: { ...least, [name]: value },
        isTaken,
      })),
    ),
  ]
}

function mapCases({ propertyNames, additionalProperties, maxProperties = Number.NaN }: FieldSchema): Case[] {
  const isOfSignatures = propertyNames?.pattern !== undefined
  const nameOf = (i: number) => (isOfSignatures ? i.toString(16).padStart(16, '0') : `name ${i}`)
  const cases = casesOf(additionalProperties!)
  const value = cases.find(({ isTaken }) => isTaken)!.value
  const filled = (size: number) => Object.fromEntries(Array.from({ length: size }, (_, i) => [nameOf(i), value]))
  return [
    taken({}),
    taken(filled(maxProperties)),
    refused(filled(maxProperties + 1)),
    refused([]),
    ...casesOf(propertyNames!)
      .filter(({ value: name }) => typeof name === 'string')
      .map(({ value: name, isTaken }) => ({ path: '', value: { [name as string]: value }, isTaken })),
    ...cases.map(({ path, value: each, isTaken }) => ({
      path: `${nameOf(0)}${dotted(path)}`,
      value: { [nameOf(0)]: each },
      isTaken,
    })),
  ]
}

/** An object with what is required and nothing else. */
function leastOf({ properties, required = [] }: FieldSchema): Record<string, unknown> {
  const fits = (name: string) => casesOf(properties![name]!).find(({ isTaken }) => isTaken)!.value
  return Object.fromEntries(required.map((name) => [name, fits(name)]))
}

const dotted = (path: string) => (path === '' || path.startsWith('[') ? path : `.${path}`)

describe.each<[string, FieldSchema, (input: unknown) => ParseResult<object>]>([
  ['policy', POLICY_SCHEMA, parsePolicy],
  ['stats report', STATS_REPORT_SCHEMA, parseStatsReport],
  ['stats receipt', STATS_RECEIPT_SCHEMA, parseStatsReceipt],
])('the schema of a %s', (_, schema, parse) => {
  const cases = casesOf(schema)
  const fields = Object.keys(schema.properties!).length

  it('says at its edges what the parser takes', () => {
    const edges = cases.filter(({ isTaken }) => isTaken)
    expect(edges.length).toBeGreaterThan(2 * fields)
    for (const { path, value } of edges) {
      const result = parse(value)
      expect(result.ok ? 'taken' : result.problem, path).toBe('taken')
    }
  })

  it('says beyond them what the parser refuses, by the name of the field', () => {
    const beyond = cases.filter(({ isTaken }) => !isTaken)
    expect(beyond.length).toBeGreaterThan(2 * fields)
    for (const { path, value } of beyond) {
      const result = parse(value)
      expect(result.ok ? 'taken' : result.problem, `${path} ${JSON.stringify(value)?.slice(0, 200)}`).toContain(path)
    }
  })
})
