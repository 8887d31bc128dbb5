import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import { assemble } from './assemble.js'
import type { Config } from './config.js'
import { after, epochSeconds, every, pause, systemElapsed, systemNow } from './internal/clock.js'
import { urlOf } from './internal/url.js'
import type { KeyRing } from './keys/key-ring.js'
import { createLeader, type Job } from './leader.js'
import type { Log } from './log.js'
import type { ServerMetrics } from './metrics/server-metrics.js'
import { readPage } from './page/page-files.js'
import { SCOPES } from './scope.js'
import { loginLink, makeLoginCode } from './sessions/login-codes.js'
import { openStore } from './store/open-store.js'
import type { Store } from './store/store.js'

const MAINTENANCE_SECONDS = 60
const TIDY_MILLIS = 60_000
const HEADERS_TIMEOUT_MILLIS = 10_000
/** How often Node.js looks for connections that are over their timeouts. */
const CONNECTION_CHECK_MILLIS = 2_000
const REQUEST_TIMEOUT_MILLIS = 20_000
/** Longer than the idle time of the usual load balancers. */
const KEEP_ALIVE_MILLIS = 65_000
const DRAIN_TIMEOUT_MILLIS = 8_000
/** How long a server that is stopped goes on trying to write what it has acknowledged. With the drain it is within the usual 30 s. */
const FINAL_FLUSHES_MILLIS = 12_000
const FINAL_FLUSH_PAUSE_MILLIS = 250
/** From this part of what may wait on, flushes follow each other at once. */
const BACKLOG_LOAD = 0.25
const FIRST_TEAM_NAME = 'default'
/** Seen from the source and from what is built of it. */
const PAGE_FOLDER = fileURLToPath(new URL('../dist/dashboard/', import.meta.url))

export interface RunningServer {
  readonly url: string
  /** An admin's key, made when there was no key yet; shown this once. */
  readonly firstKey: string | undefined
  /** One for apps, made along with it: it can send reports and fetch policies, and nothing else. */
  readonly firstIngestKey: string | undefined
  /**
   * Makes a link that logs in once, within five minutes, as the oldest key of the first team that may do everything. Returns
   * `undefined` if there is no such key, or no page was built.
   */
  makeLoginLink(): Promise<string | undefined>
  /** Ends requests, writes what waits, closes. */
  stop(): Promise<void>
}

/** Opens the database and listens. @throws if either fails */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const onError = (error: Error) => log.error({ err: error }, 'a database connection broke')
  const store = await openStore({
    database: config.database,
    connections: config.connections,
    exclusive: true,
    onError,
  })
  let stopping = false
  const page = readPage(PAGE_FOLDER)
  const { keys, sessions, pending, catalog, control, metrics, app } = assemble(
    config,
    store,
    log,
    systemNow,
    () => stopping,
    systemElapsed,
    page,
  )

  let unwritable: string | undefined
  const flush = async () => {
    // With a backlog there is no pause before the next.
    do await flushOnce()
    while (!stopping && unwritable === undefined && pending.load > BACKLOG_LOAD)
  }
  const flushOnce = async () => {
    const took = stopwatch()
    try {
      await pending.flush()
      metrics.flush('written', took())
      if (unwritable !== undefined) log.info('reports are written again')
      unwritable = undefined
    } catch (error) {
      metrics.flush('failed', took())
      const { problem } = pending
      // Once a reason: it is tried every few seconds.
      if (problem !== unwritable)
        log.error({ err: error, reason: problem, load: pending.load }, 'reports could not be written; they wait')
      unwritable = problem
    }
  }
  const maintenance: Job = {
    name: 'maintenance',
    intervalSeconds: MAINTENANCE_SECONDS,
    // Where hours end that are summed up: imports write them themselves, and reads of a day need no minutes of it.
    isDoneFirst: true,
    run: () => store.maintain(epochSeconds(systemNow)),
  }
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: HEADERS_TIMEOUT_MILLIS,
      requestTimeout: REQUEST_TIMEOUT_MILLIS,
      keepAliveTimeout: KEEP_ALIVE_MILLIS,
      connectionsCheckingInterval: CONNECTION_CHECK_MILLIS,
    },
  }) as Server
  server.listen(config.port, config.host)
  let firstKeys: FirstKeys | undefined
  try {
    await once(server, 'listening')
    // Not before: who cannot listen ends, and nobody would see them.
    firstKeys = await makeFirstKeys(store, keys)
  } catch (error) {
    server.close()
    await store.close()
    throw error
  }
  const leader = createLeader(
    store,
    [...control.jobs, maintenance].map((job) => timed(job, metrics)),
    log,
  )
  metrics.observe({
    waiting: () => ({ reports: pending.waiting, load: pending.load }),
    isWritable: () => pending.problem === undefined,
    leads: () => leader.leads,
    catalogBytes: () => catalog.bytes,
  })
  await leader.start()
  const flushing = every(config['flush-seconds'] * 1000, flush)
  const writeKeyUses = () =>
    Promise.all([keys.writeUses(), sessions.writeUses()]).catch((error: unknown) =>
      log.warn({ err: error }, 'when keys and sessions were used could not be written'),
    )
  const tidying = every(TIDY_MILLIS, async () => {
    await catalog
      .tidy(epochSeconds(systemNow))
      .catch((error: unknown) => log.error({ err: error }, 'services and patterns could not be tidied'))
    await writeKeyUses()
  })

  const url = urlOf(config.host, (server.address() as AddressInfo).port)
  return {
    url,
    firstKey: firstKeys?.admin,
    firstIngestKey: firstKeys?.ingest,
    async makeLoginLink() {
      const teamId = page && (await store.keys.findTeam(FIRST_TEAM_NAME))
      const made = teamId === undefined ? undefined : await makeLoginCode(store, teamId, 'server', systemNow)
      return made && loginLink(config['public-url'] || url, made.code)
    },
    async stop() {
      stopping = true
      await drain(server)
      await Promise.all([leader.stop(), flushing.stop(), tidying.stop()])
      // Everything that was acknowledged is written, if the database lets us.
      const since = systemElapsed()
      await flush()
      while (pending.waiting > 0 && systemElapsed() - since < FINAL_FLUSHES_MILLIS) {
        await pause(FINAL_FLUSH_PAUSE_MILLIS)
        await flush()
      }
      if (pending.waiting > 0)
        log.error(
          { reports: pending.waiting, reason: pending.problem },
          'acknowledged reports are lost: the database takes none',
        )
      await writeKeyUses()
      await store.close()
    },
  }
}

/** Returns a function that returns the seconds since. */
function stopwatch(): () => number {
  const started = systemElapsed()
  return () => (systemElapsed() - started) / 1000
}

function timed(job: Job, metrics: ServerMetrics): Job {
  return {
    ...job,
    async run() {
      const took = stopwatch()
      try {
        await job.run()
        metrics.job(job.name, 'done', took())
      } catch (error) {
        metrics.job(job.name, 'failed', took())
        throw error
      }
    },
  }
}

interface FirstKeys {
  readonly admin: string
  readonly ingest: string
}

async function makeFirstKeys(store: Store, keys: KeyRing): Promise<FirstKeys | undefined> {
  if ((await store.keys.count()) > 0) return undefined
  const teamId = await store.keys.ensureTeam(FIRST_TEAM_NAME, epochSeconds(systemNow))
  const { text: ingest } = await keys.create(teamId, 'first key for apps', ['ingest'], 'server')
  const { text: admin } = await keys.create(teamId, 'first admin key', SCOPES, 'server')
  return { admin, ingest }
}

/** Takes no new connections. Requests under way get some seconds. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => {
    server.close(resolve)
  })
  server.closeIdleConnections()
  const cancel = after(DRAIN_TIMEOUT_MILLIS, () => server.closeAllConnections())
  await closed
  cancel()
}
