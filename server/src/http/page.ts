import type { OpenAPIHono } from '@hono/zod-openapi'
import { parseAccept } from 'hono/utils/accept'
import type { Page, PageFile } from '../page/page-files.js'
import { ASSET_PATH, PAGE_PATHS } from '../page/page-paths.js'
import { hostOf, type OwnHosts } from './own-hosts.js'
import { Problem } from './problem.js'
import { PAGE_POLICY } from './security-headers.js'

/** A name changes with what it stands for. */
const FOR_GOOD = 'public, max-age=31536000, immutable'
/** Where no screen of the page can be. */
const NO_PAGES = /^\/(?:api|assets)\//
const ENCODINGS = { br: 'br', gzip: 'gzip', identity: 'plain' } as const
type Encoding = keyof typeof ENCODINGS

/** The page as it is served. */
export interface ServedPage {
  /** Returns it as a browser gets it, or for a request by a name that is not ours, what to do about that. */
  show(request: Request): Response
  /** Returns it for a person who asks for what there is not: it says so. `undefined`: no person asks. */
  insteadOf(request: Request): Response | undefined
  /** Adds its addresses, but for `/`, and those of what it is made of. */
  addTo(app: OpenAPIHono): void
}

export function servePage({ index, assets }: Page, ownHosts: OwnHosts): ServedPage {
  function show(request: Request, status = 200): Response {
    const host = hostOf(request)
    if (!ownHosts.has(host)) {
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
      return new Response(`${ownHosts.problem(host)}\n`, { status: 421, headers })
    }
    const headers = { 'cache-control': 'no-store', 'content-security-policy': PAGE_POLICY }
    return fileResponse(request, index, headers, status)
  }
  return {
    show,
    insteadOf: (request) => (asksForPage(request) ? show(request, 404) : undefined),
    addTo(app) {
      for (const path of PAGE_PATHS) app.get(path, (context) => show(context.req.raw))
      app.get(ASSET_PATH, (context) => {
        const file = assets.get(context.req.param('name') ?? '')
        if (file === undefined) throw new Problem(404, 'the page has no such file; was the server updated meanwhile?')
        return fileResponse(context.req.raw, file, { 'cache-control': FOR_GOOD })
      })
    },
  }
}

function asksForPage(request: Request): boolean {
  return request.method === 'GET' && wantsPage(request) && !NO_PAGES.test(new URL(request.url).pathname)
}

function fileResponse(
  request: Request,
  file: PageFile,
  headers: Readonly<Record<string, string>>,
  status = 200,
): Response {
  const encoding = encodingFor(request, file)
  return new Response(file[ENCODINGS[encoding]]!, {
    status,
    headers: {
      'content-type': file.type,
      vary: 'accept-encoding',
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
      ...headers,
    },
  })
}

/** Of equally welcome ones the smallest. */
function encodingFor({ headers }: Request, file: PageFile): Encoding {
  const welcome = namesOf(headers.get('accept-encoding'))
  const found = (['br', 'gzip'] as const).find((name) => welcome.has(name) && file[ENCODINGS[name]] !== undefined)
  return found ?? 'identity'
}

/** Returns whether who asks wants to see a page: browsers say so, `curl` does not. */
export function wantsPage({ headers }: Request): boolean {
  return namesOf(headers.get('accept')).has('text/html')
}

function namesOf(accepted: string | null): Set<string> {
  return new Set(parseAccept(accepted ?? '').flatMap(({ type, q }) => (q > 0 ? [type.toLowerCase()] : [])))
}
