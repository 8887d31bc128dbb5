import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from '@hono/zod-openapi'
import type { Endpoint } from './endpoint.js'

type Registry = OpenAPIHono['openAPIRegistry']

const problem = z
  .object({ type: z.string(), title: z.string(), status: z.number().int(), detail: z.string().optional() })
  .openapi('Problem')

export function registerEndpoint(registry: Registry, endpoint: Endpoint): void {
  const { method, path, scopes, summary, params, query, body, responses } = endpoint
  registry.registerPath({
    method,
    path,
    summary,
    ...(typeof scopes !== 'string' && { security: [{ key: [...scopes] }, { session: [...scopes] }] }),
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body.schema } } } }),
    },
    responses: {
      ...Object.fromEntries(
        responses.map(({ status, description, schema }) => [
          status,
          { description, ...(schema && { content: { 'application/json': { schema } } }) },
        ]),
      ),
      default: { description: 'A problem', content: { 'application/problem+json': { schema: problem } } },
    },
  })
}

export function openApiDocument(app: OpenAPIHono) {
  if (!app.openAPIRegistry.definitions.some(({ type }) => type === 'component')) {
    app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })
    const session = { type: 'apiKey', in: 'cookie', name: '__Host-lipservice' } as const
    app.openAPIRegistry.registerComponent('securitySchemes', 'session', session)
  }
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'LipService server',
      version: '1',
      description: 'Log patterns across a fleet, and its sampling policies.',
    },
  })
}
