import { generateCookie } from 'hono/cookie'
import { parse } from 'hono/utils/cookie'
import { hostOf, isLoopback } from './own-hosts.js'

const NAME = 'lipservice'

/** The id of a session as a browser sends it; `undefined`: it sends none. */
export function sessionIdOf(request: Request): string | undefined {
  const cookies = request.headers.get('cookie')
  if (cookies === null) return undefined
  const name = nameFor(hostOf(request))
  return parse(cookies, name)[name]
}

/**
 * Returns `Set-Cookie`: no script reads it, and no other site's request carries it.
 *
 * @param seconds how long it is for; 0: it is taken back
 */
export function sessionCookie(request: Request, id: string, seconds: number): string {
  const host = hostOf(request)
  const secure = !isLoopback(host)
  return generateCookie(nameFor(host), id, { path: '/', httpOnly: true, sameSite: 'Strict', secure, maxAge: seconds })
}

/**
 * `__Host-`: set by this host itself, over https. Not all browsers take http to this machine for as safe; there it is a name for each
 * port, because a browser sends cookies to all of them.
 */
function nameFor(host: string): string {
  return isLoopback(host) ? `${NAME}-${new URL(`http://${host}`).port || '80'}` : `__Host-${NAME}`
}
