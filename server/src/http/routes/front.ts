import { type Endpoint, endpoint } from '../endpoint.js'

const TEXT = `LipService server

What SDKs of a fleet report to and fetch policies from. There is no page here; the API is all there is.

  /openapi.json      the API, described
  /readyz, /healthz  whether it can serve, and why not; whether the process lives

An app reports here with LIPSERVICE_URL (this address) and LIPSERVICE_API_KEY (a key with the scope ingest):
  lipservice-server keys create --name my-app --scopes ingest     on the machine of the server

https://github.com/lipservice/lipservice-node/tree/main/server#readme
`

/** What somebody gets who opens the address in a browser. */
export function frontRoutes(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/',
      scopes: 'public',
      summary: 'What this is, and where to go on, for people',
      responses: [{ status: 200, description: 'A text' }],
      handle: async () =>
        new Response(TEXT, {
          headers: {
            'content-type': 'text/plain; charset=utf-8',
            'content-security-policy': "default-src 'none'",
            'x-content-type-options': 'nosniff',
          },
        }),
    }),
  ]
}
