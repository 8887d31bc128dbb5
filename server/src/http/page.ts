import type { OpenAPIHono } from '@hono/zod-openapi'
import { parseAccept } from 'hono/utils/accept'
import type { Page, PageFile } from '../page/page-files.js'
import { ASSET_PATH, PAGE_PATHS } from '../page/page-paths.js'
import { hostOf, type OwnHosts } from './own-hosts.js'
import { Problem } from './problem.js'
import { PAGE_POLICY } from './security-headers.js'

/** A name changes with what it stands for. */
const FOR_GOOD = 'public, max-age=31536000, immutable'
const ENCODINGS = { br: 'br', gzip: 'gzip', identity: 'plain' } as const
type Encoding = keyof typeof ENCODINGS

/** Returns the page as a browser gets it, or for a request by a name that is not ours, what to do about that. */
export type ShowPage = (request: Request) => Response

export function createShowPage({ index }: Page, ownHosts: OwnHosts): ShowPage {
  return (request) => {
    const host = hostOf(request)
    if (!ownHosts.has(host)) {
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
      return new Response(`${ownHosts.problem(host)}\n`, { status: 421, headers })
    }
    return fileResponse(request, index, { 'cache-control': 'no-store', 'content-security-policy': PAGE_POLICY })
  }
}

/** Adds the addresses of the page, but for `/`, and of what it is made of. */
export function addPage(app: OpenAPIHono, { assets }: Page, show: ShowPage): void {
  for (const path of PAGE_PATHS) app.get(path, (context) => show(context.req.raw))
  app.get(ASSET_PATH, (context) => {
    const file = assets.get(context.req.param('name') ?? '')
    if (file === undefined) throw new Problem(404, 'the page has no such file; was the server updated meanwhile?')
    return fileResponse(context.req.raw, file, { 'cache-control': FOR_GOOD })
  })
}

function fileResponse(request: Request, file: PageFile, headers: Readonly<Record<string, string>>): Response {
  const encoding = encodingFor(request, file)
  return new Response(file[ENCODINGS[encoding]]!, {
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
