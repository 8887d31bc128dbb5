import { SignJWT } from 'jose'
import { expect, it } from 'vitest'
import { configureAdaptiveLogging } from '../../../src/index.js'
import { startFakePostHog } from '../../../src/testing.js'
import { readConfig } from '../../src/config.js'
import { createLog } from '../../src/log.js'
import { startServer } from '../../src/server.js'

const SECRET = 'a secret of the issuer and the server'
const [ISSUER, AUDIENCE] = ['https://issuer.example.com/', 'lipservice']

it('an SDK that signs on with tokens of an issuer is counted for the team that they name', async () => {
  const flags = {
    port: '0',
    database: ':memory:',
    'flush-seconds': '0.1',
    'report-seconds': '1',
    'jwt-secret': SECRET,
    'jwt-issuer': ISSUER,
    'jwt-audience': AUDIENCE,
    'jwt-create-teams': 'yes',
  }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  const server = await startServer(readConfig(args, {}), createLog('silent'))
  const token = (scope: string) =>
    new SignJWT({ team_id: 42, scope })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('checkout')
      .setExpirationTime('1m')
      .sign(Buffer.from(SECRET))
  const posthog = await startFakePostHog()
  const logging = configureAdaptiveLogging({
    serviceName: 'checkout',
    posthogApiKey: posthog.token,
    posthogHost: posthog.url,
    lipserviceUrl: server.url,
    lipserviceApiKey: () => token('ingest'),
    teamId: 42,
  })
  const logger = logging.getLogger('app')
  for (let i = 0; i < 100; i++) logger.emit({ severityNumber: 9, body: `order ${i} placed` })
  const seenWith = async (key: string) => {
    const headers = { authorization: `Bearer ${key}` }
    const { services } = (await (await fetch(`${server.url}/api/v1/services`, { headers })).json()) as {
      services: { seen: number }[]
    }
    return services[0]?.seen ?? 0
  }
  await expect.poll(async () => seenWith(await token('read')), { timeout: 20_000 }).toBe(100)
  // The team of the keys has nothing of it.
  expect(await seenWith(server.firstKey!)).toBe(0)
  await logging.shutdown()
  await server.stop()
  await posthog.close()
})
