import { z } from '@hono/zod-openapi'
import { READERS, SCOPES } from '../../scope.js'
import { type Begun, type Refusal, SESSION_SECONDS, type Sessions } from '../../sessions/sessions.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { networkOf } from '../network-of.js'
import { hostOf, isLoopback } from '../own-hosts.js'
import { Problem } from '../problem.js'
import type { RateLimit } from '../rate-limit.js'
import { sessionCookie, sessionIdOf } from '../session-cookie.js'

const PATH = '/session'
const LIMITS = { wireBytes: 16 * 1024, bytes: 16 * 1024 }

const credentials = z
  .object({
    key: z.string().max(8_192).optional().openapi({ description: 'Text of an API key.' }),
    code: z.string().max(200).optional().openapi({ description: 'Of a link that logs in once.' }),
  })
  .refine(({ key, code }) => (key === undefined) !== (code === undefined), 'must have either key or code')
  .openapi('Credentials')
const shown = z
  .object({
    key_id: z.string(),
    key_name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    expires_at: z.number().int().openapi({ description: 'Epoch seconds.' }),
    idle_seconds: z.number().int().openapi({ description: 'It ends when it is not used for so long.' }),
  })
  .openapi('Session')

const WHY_NOT: Readonly<Record<Refusal, readonly [401 | 403, string]>> = {
  unknown: [401, 'the key or link is not valid: it is unknown, used, revoked or over'],
  token: [
    403,
    "tokens of an issuer do not log in: they end by themselves. Take a key of 'lipservice-server keys create'",
  ],
  'cannot look': [
    403,
    `this key may only send reports; to look at anything, a key needs the scope ${READERS.join(' or ')}`,
  ],
}

/** Logging in and out: a browser's cookie stands for a key, which it then need not keep. */
export function sessionRoutes(sessions: Sessions, logins: RateLimit): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: PATH,
      scopes: 'page',
      summary: 'Logs in with a key, or with the code of a link that does so once',
      body: { schema: credentials, limits: LIMITS, checked: true },
      responses: [{ status: 200, description: 'The session; its id is the cookie', schema: shown }],
      async handle({ body: { key, code }, request, address }) {
        refuseWithoutTls(request)
        const wait = logins.take(networkOf(address ?? ''))
        if (wait > 0) throw new Problem(429, 'too many logins from this address', { 'retry-after': String(wait) })
        const begun = code === undefined ? await sessions.begin(key!) : await sessions.beginByCode(code)
        if (typeof begun === 'string') throw new Problem(...WHY_NOT[begun])
        // An id that was there before is never taken on: it may be somebody else's.
        await endOf(sessions, request, 'logged in anew')
        return json(show(begun), 200, { 'set-cookie': sessionCookie(request, begun.id, SESSION_SECONDS), ...NO_STORE })
      },
    }),
    endpoint({
      method: 'delete',
      path: PATH,
      scopes: 'page',
      summary: 'Logs out',
      responses: [{ status: 204, description: 'There is no session any more' }],
      async handle({ request }) {
        await endOf(sessions, request, 'logged out')
        return new Response(null, {
          status: 204,
          headers: { 'set-cookie': sessionCookie(request, '', 0), ...NO_STORE },
        })
      },
    }),
  ]
}

const NO_STORE = { 'cache-control': 'no-store' }

async function endOf(sessions: Sessions, request: Request, reason: string): Promise<void> {
  const id = sessionIdOf(request)
  if (id !== undefined) await sessions.end(id, reason)
}

/** A browser would drop the cookie, and whoever is on the way could read it. @throws Problem */
function refuseWithoutTls(request: Request): void {
  const isPlain = request.headers.get('origin')?.startsWith('http:') ?? false
  if (!isPlain || isLoopback(hostOf(request))) return
  throw new Problem(
    403,
    'no browser keeps a session over http from another machine: put TLS before this server and start it with --public-url, or tunnel to it',
  )
}

function show({ principal: { keyId, keyName = '', scopes, session } }: Begun) {
  return {
    key_id: keyId,
    key_name: keyName,
    scopes,
    expires_at: session!.expiresAt,
    idle_seconds: session!.idleSeconds,
  }
}
