import type { z } from '@hono/zod-openapi'
import type { Principal } from '../keys/key-ring.js'
import type { Scope } from '../scope.js'
import type { BodyLimits } from './read-body.js'

type Fields = z.ZodObject

export interface EndpointResponse {
  readonly status: number
  readonly description: string
  readonly schema?: z.ZodType
}

/** What a handler gets: checked, and with the caller known unless the endpoint is public. */
export interface Call<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly principal: Principal
  readonly request: Request
  /** Where it came from; `undefined`: over no connection. */
  readonly address: string | undefined
}

/** One route: who may call it, what it takes, what it returns. There is no other way to make one. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** With `{name}` for parameters. */
  readonly path: `/${string}`
  /**
   * The key needs one of these; `public` needs no key; `page` has to be asked by the page of this server; `metrics` needs the token for
   * metrics, or to be on this machine.
   */
  readonly scopes: readonly [Scope, ...Scope[]] | 'public' | 'page' | 'metrics'
  readonly summary: string
  readonly params?: Fields | undefined
  readonly query?: Fields | undefined
  readonly body?: { readonly schema: z.ZodType; readonly limits: BodyLimits; readonly checked: boolean } | undefined
  readonly responses: readonly EndpointResponse[]
  /** Called before the body is read. @throws Problem to refuse it unread */
  admit?(): Promise<void>
  handle(call: Call<unknown, unknown, unknown>): Promise<Response>
}

interface EndpointOf<Params extends Fields, Query extends Fields, Body extends z.ZodType>
  extends Omit<Endpoint, 'params' | 'query' | 'body' | 'handle'> {
  readonly params?: Params
  readonly query?: Query
  /** `checked: false`: the handler checks it by a parser of the protocol. */
  readonly body?: { readonly schema: Body; readonly limits: BodyLimits; readonly checked: boolean }
  handle(call: Call<z.infer<Params>, z.infer<Query>, z.infer<Body>>): Promise<Response>
}

export function endpoint<Params extends Fields, Query extends Fields, Body extends z.ZodType>(
  definition: EndpointOf<Params, Query, Body>,
): Endpoint {
  return definition as unknown as Endpoint
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } })
}
