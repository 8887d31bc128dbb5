import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { ApiUnderTest } from '../../../server/test/support/api-under-test.js'

/** The real server with its page, over real HTTP on this machine, on the test's clock. */
export interface PageServer {
  readonly url: string
  readonly api: ApiUnderTest
  /** Takes no connections and breaks those there are, as a process that is killed. */
  goDown(): Promise<void>
  /** Listens again, at the same address. */
  comeUp(): Promise<void>
  close(): Promise<void>
}

export async function servePage(api: ApiUnderTest): Promise<PageServer> {
  let server: Server | undefined
  let port = 0
  async function comeUp(): Promise<void> {
    server = createAdaptorServer({ fetch: api.app.fetch }) as Server
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  async function goDown(): Promise<void> {
    if (server === undefined) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    server = undefined
    await closed
  }
  await comeUp()
  return {
    url: `http://127.0.0.1:${port}`,
    api,
    goDown,
    comeUp,
    async close() {
      await goDown()
      await api.close()
    },
  }
}
