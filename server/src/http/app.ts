import { OpenAPIHono, type z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { STATS_PATH } from 'lipservice/protocol'
import type { Elapsed } from '../internal/clock.js'
import type { Principal } from '../keys/key-ring.js'
import { KeysUnavailableError } from '../keys/remote-keys.js'
import type { Log } from '../log.js'
import type { ServerMetrics } from '../metrics/server-metrics.js'
import { databaseProblemOf } from '../store/database-error.js'
import { type AuthenticationParts, createAuthentication } from './authentication.js'
import { bodyOf } from './body-of.js'
import type { Endpoint } from './endpoint.js'
import { remoteAddressOf } from './metrics-guard.js'
import { openApiDocument, registerEndpoint } from './openapi.js'
import type { ServedPage } from './page.js'
import { Problem, problemResponse } from './problem.js'
import { readJson } from './read-body.js'
import { securityHeaders } from './security-headers.js'

export interface AppParts extends AuthenticationParts {
  readonly endpoints: readonly Endpoint[]
  readonly log: Log
  readonly metrics: ServerMetrics
  readonly elapsed: Elapsed
  /** For browsers; `undefined`: none was built. */
  readonly page: ServedPage | undefined
}

/** While the database takes no writes, or does not answer. */
const RETRY_AFTER_SECONDS = '5'

/** All of the API without a port: `app.fetch(request)`. */
export function createApp(parts: AppParts): OpenAPIHono {
  const { endpoints, keys, log, metrics, elapsed } = parts
  const authenticate = createAuthentication(parts)
  const app = new OpenAPIHono()
  app.use(securityHeaders)

  async function call(endpoint: Endpoint, context: Context): Promise<Response> {
    const principal = await authenticate(endpoint, context)
    const work = () => handle(endpoint, context, principal)
    const response = await (endpoint.path === STATS_PATH ? counted(principal, work) : work())
    // Whoever logs out leaves nothing behind in the browser.
    if (principal.session !== undefined) response.headers.set('cache-control', 'no-store')
    return response
  }

  /** A report that is refused for what it is, is counted with its key. */
  async function counted(principal: Principal, work: () => Promise<Response>): Promise<Response> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Problem && error.status < 500) keys.refusedReport(principal)
      throw error
    }
  }

  async function handle(endpoint: Endpoint, context: Context, principal: Principal): Promise<Response> {
    const request = context.req.raw
    const params = endpoint.params && check(endpoint.params, context.req.param(), 'path')
    refuseUnknown(endpoint, Object.keys(context.req.query()))
    const query = endpoint.query && check(endpoint.query, context.req.query(), 'query')
    const { body: expected } = endpoint
    await endpoint.admit?.()
    const given = expected && (await readJson(request.headers, bodyOf(context), expected.limits))
    const body = expected?.checked ? check(expected.schema, given, 'body') : given
    return endpoint.handle({ params, query, body, principal, request, address: remoteAddressOf(context) })
  }

  async function measured({ method, path }: Endpoint, work: () => Promise<Response>): Promise<Response> {
    const started = elapsed()
    const done = (status: number) => metrics.request(method, path, status, (elapsed() - started) / 1000)
    try {
      const response = await work()
      done(response.status)
      return response
    } catch (error) {
      done(error instanceof Problem ? error.status : 500)
      throw error
    }
  }

  for (const endpoint of endpoints) {
    registerEndpoint(app.openAPIRegistry, endpoint)
    app.on(endpoint.method, endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), (context) =>
      measured(endpoint, () => call(endpoint, context)),
    )
  }
  parts.page?.addTo(app)
  app.get('/openapi.json', (context) => context.json(openApiDocument(app)))
  app.notFound(
    ({ req }) =>
      parts.page?.insteadOf(req.raw) ?? problemResponse(new Problem(404, `there is no ${req.method} ${req.path}`)),
  )
  app.onError((error) => {
    if (error instanceof Problem) return problemResponse(error)
    log.error({ err: error }, 'a request failed')
    if (error instanceof KeysUnavailableError)
      return problemResponse(new Problem(503, error.message, { 'retry-after': RETRY_AFTER_SECONDS }))
    const { kind, reason } = databaseProblemOf(error)
    if (kind === 'database' || kind === 'gone')
      return problemResponse(new Problem(503, reason, { 'retry-after': RETRY_AFTER_SECONDS }))
    return problemResponse(new Problem(500, 'the server failed; its log says why'))
  })
  return app
}

function check(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path.length ? `${where}.${issue.path.join('.')}` : where
  throw new Problem(422, `${path}: ${issue?.message ?? 'is not what it should be'}`)
}

/** A parameter that is taken for none would make an answer to another question. @throws Problem */
function refuseUnknown({ query }: Endpoint, names: readonly string[]): void {
  const known = Object.keys(query?.shape ?? {})
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  const takes = known.length === 0 ? 'none' : known.join(', ')
  throw new Problem(422, `query.${unknown.slice(0, 80)} is no parameter of this; it takes ${takes}`)
}
