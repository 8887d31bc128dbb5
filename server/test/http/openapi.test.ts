import { POLICY_SCHEMA, STATS_RECEIPT_SCHEMA, STATS_REPORT_SCHEMA } from 'lipservice/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from '../support/api-under-test.js'

type Schema = Record<string, unknown>

describe('the OpenAPI document', () => {
  let api: ApiUnderTest
  // biome-ignore lint/suspicious/noExplicitAny: a document of every shape.
  let document: any
  beforeAll(async () => {
    api = await startApi()
    document = (await api.call('get', '/openapi.json')).json
  })
  afterAll(() => api.close())

  it.each([
    ['StatsReport', STATS_REPORT_SCHEMA],
    ['StatsReceipt', STATS_RECEIPT_SCHEMA],
    ['Policy', POLICY_SCHEMA],
  ])('has the %s of the protocol, field by field', (name, schema) => {
    const { description, ...rest } = document.components.schemas[name]
    expect(description).toBeTruthy()
    expect(rest).toEqual(schema)
  })

  it('takes a draft for a policy without what the server gives', () => {
    const { properties, required } = document.components.schemas.PolicyDraft
    const given = Object.keys(POLICY_SCHEMA.properties!).filter((name) => !(name in properties))
    expect(given.toSorted()).toEqual(['issued_at', 'service', 'version'])
    for (const [name, schema] of Object.entries(properties)) expect(schema).toEqual(POLICY_SCHEMA.properties![name])
    expect(required).toBeUndefined()
  })

  it('names those where they go over the wire', () => {
    const bodyOf = (operation: { requestBody: { content: Record<string, { schema: Schema }> } }) =>
      operation.requestBody.content['application/json']!.schema
    const { paths } = document
    expect(bodyOf(paths['/api/v1/patterns/stats'].post)).toEqual({ $ref: '#/components/schemas/StatsReport' })
    expect(bodyOf(paths['/api/v1/policies/{service}'].put)).toEqual({ $ref: '#/components/schemas/PolicyDraft' })
    const { schema } = paths['/api/v1/policies/{service}'].get.responses[200].content['application/json']
    expect(schema).toEqual({ $ref: '#/components/schemas/Policy' })
  })

  it('refers to nothing that it does not have', () => {
    const references = new Set([...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to!))
    expect(references.size).toBeGreaterThan(10)
    for (const reference of references) {
      expect(document.components.schemas, reference).toHaveProperty(reference.replace('#/components/schemas/', ''))
    }
  })
})
