import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import {
  type CryptoKey,
  exportJWK,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose'
import { TEN } from './reports.js'

export const ISSUER = 'https://issuer.example.com/'
export const AUDIENCE = 'lipservice'

/** An issuer of tokens with its keys at an address of the loopback. */
export interface TokenIssuer {
  readonly url: string
  /** How often its keys were asked for. */
  readonly asked: number
  /** Answers otherwise than with its keys; `undefined`: as usual. */
  answer: ((response: ServerResponse) => void) | undefined
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
  /** Another key from now on, whose id is `kid`. */
  rotate(kid: string): Promise<void>
  /** Signs a token that is good but for what is given. */
  sign(claims?: Readonly<Record<string, unknown>>, header?: object): Promise<string>
  close(): Promise<void>
}

/** By id: to make a pair takes longer than most tests. */
const pairs = new Map<string, Promise<GenerateKeyPairResult>>()

function pairOf(kid: string): Promise<GenerateKeyPairResult> {
  const known = pairs.get(kid) ?? generateKeyPair('RS256')
  pairs.set(kid, known)
  return known
}

/** What a good token claims, at ten o'clock. */
export const goodClaims = (): JWTPayload => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'checkout',
  iat: TEN,
  exp: TEN + 300,
  team_id: 1,
  scope: 'ingest read',
})

export async function startTokenIssuer(): Promise<TokenIssuer> {
  let asked = 0
  let kid = 'one'
  let pair = await pairOf(kid)
  const issuer: { answer: TokenIssuer['answer'] } = { answer: undefined }
  const jwk = async (): Promise<JWK> => ({ ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' })
  let publicJwk = await jwk()
  const server = createServer((_request, response) => {
    asked++
    if (issuer.answer !== undefined) return issuer.answer(response)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [publicJwk] }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}/jwks`,
    get asked() {
      return asked
    },
    get answer() {
      return issuer.answer
    },
    set answer(answer) {
      issuer.answer = answer
    },
    get privateKey() {
      return pair.privateKey
    },
    get publicJwk() {
      return publicJwk
    },
    async rotate(next) {
      kid = next
      pair = await pairOf(kid)
      publicJwk = await jwk()
    },
    sign: (claims = {}, header = {}) =>
      new SignJWT({ ...goodClaims(), ...claims })
        .setProtectedHeader({ alg: 'RS256', kid, ...header })
        .sign(pair.privateKey),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
