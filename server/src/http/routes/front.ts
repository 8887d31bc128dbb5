import { type Endpoint, endpoint } from '../endpoint.js'
import { type ServedPage, wantsPage } from '../page.js'

const TEXT = `LipService server

What SDKs of a fleet report to and fetch policies from. Its page is for browsers: open this address in one.

  /openapi.json      the API, described
  /readyz, /healthz  whether it can serve, and why not; whether the process lives

An app reports here with LIPSERVICE_URL (this address) and LIPSERVICE_API_KEY (a key with the scope ingest):
  lipservice-server keys create --name my-app --scopes ingest     on the machine of the server

People log in to the page with a key that may look, or by a link that works once:
  lipservice-server login-link                                    on the machine of the server

https://github.com/lipservice/lipservice-node/tree/main/server#readme
`

/**
 * What somebody gets who opens the address.
 *
 * @param page `undefined`: no page was built
 */
export function frontRoutes(page: ServedPage | undefined): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/',
      scopes: 'public',
      summary: 'What this is, and where to go on, for people',
      responses: [{ status: 200, description: 'The page, for who takes text/html; else a text' }],
      async handle({ request }) {
        const response =
          page !== undefined && wantsPage(request)
            ? page.show(request)
            : new Response(TEXT, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
        response.headers.append('vary', 'accept')
        return response
      },
    }),
  ]
}
