import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../../server/src/config.js'
import { openStore } from '../../../server/src/store/open-store.js'
import { AcmeFleet, type AcmeFleetState } from '../../../server/test/support/acme/acme-fleet.js'
import { STAGES } from '../../../server/test/support/acme/fill-acme.js'
import { startApi } from '../../../server/test/support/api-under-test.js'
import { builtPage } from './built-page.js'
import { addModelRows, MODEL_SETTINGS } from './model-rows.js'
import { type PageServer, servePage } from './page-server.js'
import { addPostHogRows } from './posthog-rows.js'

/** The page of a shop whose fleet can go on. */
export interface AcmePage extends PageServer {
  readonly fleet: AcmeFleet
}

const SETTINGS = {
  'posthog-url': 'https://eu.posthog.com/project/1',
  'webhook-hosts': 'hooks.acme.dev',
  'secret-key': 'a secret of the shop, 32 bytes or more',
  ...MODEL_SETTINGS,
} as const

/** The service that PostHog's flag switches off. */
export const SWITCHED_OFF = 'auth-service'

/** Where the shop was made, as `madeOnce('acme')` says. */
export interface AcmeFiles {
  readonly database: string
  readonly fleet: string
}

/** Serves a copy of the shop's database: what a test changes is its own. @param more settings of the server */
export async function serveAcme(files: AcmeFiles, more: Partial<Config> = {}): Promise<AcmePage> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-page-'))
  const database = join(folder, 'acme.db')
  await copyFile(files.database, database)
  const { now, ...state } = JSON.parse(await readFile(files.fleet, 'utf8')) as AcmeFleetState & { now: number }
  const store = await openStore({ database, connections: 2, onError: () => {} })
  const api = await startApi({ ...STAGES, ...SETTINGS, ...more }, store, builtPage())
  api.clock.millis = now * 1000
  await addModelRows(api, state.keys.admin)
  await addPostHogRows(api, { switched: ['edge-gateway', 'notifications', SWITCHED_OFF] })
  const server = await servePage(api)
  return {
    ...server,
    fleet: AcmeFleet.restore(api, state),
    async close() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
