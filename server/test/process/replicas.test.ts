import pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { atTier, LONG, SOAK } from '../../../test/support/tier.js'
import { startRoamingFleet } from '../support/roaming-fleet.js'
import { type ServerProcess, startServerProcess } from '../support/server-process.js'
import { type SharedPostgres, sharedPostgres } from '../support/shared-postgres.js'

const KILLS = atTier({ test: 1, long: 4, soak: 10 })
const BETWEEN_MILLIS = SOAK ? 60_000 : 0
const TAKE_OVER_MILLIS = 30_000
const HANG_TAKE_OVER_MILLIS = 15_000
const FLUSH_SECONDS = 0.2
const SPIKE = 5_000
const SERVICE = 'shop'
const PATTERNS = Array.from({ length: 20 }, (_, i) => ({
  signature: (i + 1).toString(16).padStart(16, '0'),
  template: `thing ${i} happened`,
  severity: 'INFO',
  per_minute: 500,
  bytes_per_minute: 100_000,
}))
const COUNTED = PATTERNS[1]!.template
const FLAGS = {
  'flush-seconds': String(FLUSH_SECONDS),
  'report-seconds': '1',
  'history-seconds': '0',
  'control-seconds': '0.3',
  'revise-seconds': '1',
  'shadow-seconds': '0',
  'canary-seconds': '0',
  'detect-seconds': '0.5',
}

describe.runIf(LONG)('two replicas on one Postgres', () => {
  let postgres: SharedPostgres
  beforeAll(async () => {
    postgres = await sharedPostgres()
  })

  it(`of which the leader is killed ${KILLS === 1 ? 'once' : `${KILLS} times`}, go on making policies, count nothing twice and find an incident once`, {
    timeout: 900_000,
  }, async (context) => {
    if ('missing' in postgres) return context.skip(postgres.missing)
    const database = await postgres.database()
    const start = () => startServerProcess({ ...FLAGS, database })
    const first = await start()
    const key = first.key!
    const replicas = [first, await start()]
    const urls = () => replicas.map(({ url }) => url)
    const ask = (path: string, init?: RequestInit) => askAny(urls(), key, path, init)
    const past = { hours: 3, patterns: PATTERNS }
    await ask(`/api/v1/services/${SERVICE}/past`, { method: 'POST', body: JSON.stringify(past) })
    // All patterns but the one that spikes come once a report.
    const seen = async () => (await ask(`/api/v1/patterns?search=${encodeURIComponent(COUNTED)}`)).patterns[0].seen
    const before = await seen()

    const fleet = startRoamingFleet(urls, key)
    const versions: number[] = []
    const takeOvers: number[] = []
    let late = 0
    const planned = async (round: number) => {
      await ask(`/api/v1/services/${SERVICE}/budget`, put({ unit: 'records_per_second', amount: 20 + round }))
      const text = `${20 + round} records a second`
      await until(async () => {
        const {
          versions: [newest],
        } = await ask(`/api/v1/policies/${SERVICE}/history?limit=1`)
        if (newest === undefined) return false
        versions.push(newest.version)
        return newest.stage === 'active' && newest.forecast?.budget === text
      }, 60_000)
    }
    await planned(0)
    for (let kill = 1; kill <= KILLS; kill++) {
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MILLIS))
      const leader = await leaderOf(database, replicas)
      const killedAt = Date.now()
      await leader.kill('SIGKILL')
      late += fleet.times.filter((time) => time > killedAt - (FLUSH_SECONDS * 1000 + 1_000)).length
      replicas.splice(replicas.indexOf(leader), 1)
      await until(async () => (await findLeader(database, replicas)) !== undefined, 60_000)
      takeOvers.push(Date.now() - killedAt)
      if (kill === Math.ceil(KILLS / 2)) fleet.each = SPIKE
      replicas.push(await start())
      await planned(kill)
      if (fleet.each === SPIKE) {
        await until(async () => (await ask('/api/v1/incidents')).incidents.length > 0, 60_000)
        fleet.each = 1
      }
    }
    await fleet.stop()

    expect(Math.max(...takeOvers), `take-overs: ${takeOvers} ms`).toBeLessThan(TAKE_OVER_MILLIS)
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    const { versions: history } = await ask(`/api/v1/policies/${SERVICE}/history?limit=1000`)
    expect(new Set(history.map(({ version }: { version: number }) => version)).size).toBe(history.length)
    expect(history.filter(({ kind }: { kind: string }) => kind === 'plan').length).toBe(KILLS + 1)

    const { incidents } = await ask('/api/v1/incidents')
    expect(incidents).toHaveLength(1)
    const [{ findings }] = incidents
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'spike', signature: PATTERNS[0]!.signature }))

    const counted = (await settled(seen)) - before
    expect(counted).toBeLessThanOrEqual(fleet.counts.begun)
    expect(counted).toBeGreaterThanOrEqual(fleet.counts.acknowledged - late)
    expect(fleet.counts.acknowledged - late).toBeGreaterThan(0)
    if (SOAK) console.log({ takeOvers, counted, late, ...fleet.counts, versions: history.length })
    await Promise.all(replicas.map((replica) => replica.kill('SIGTERM')))
  })

  it('of which the leader hangs: another leads within 15 seconds, and the first no more when it goes on', {
    timeout: 120_000,
  }, async (context) => {
    if ('missing' in postgres) return context.skip(postgres.missing)
    const database = await postgres.database()
    const replicas = [
      await startServerProcess({ ...FLAGS, database }),
      await startServerProcess({ ...FLAGS, database }),
    ]
    const hung = await leaderOf(database, replicas)
    const [other] = replicas.filter((replica) => replica !== hung)
    // Whatever it is at just then.
    process.kill(hung.pid, 'SIGSTOP')
    const hungAt = Date.now()
    await until(async () => (await findLeader(database, replicas)) === other, 30_000)
    expect(Date.now() - hungAt).toBeLessThan(HANG_TAKE_OVER_MILLIS)
    process.kill(hung.pid, 'SIGCONT')
    await until(async () => hung.stdout().includes('this replica leads no more'), 20_000)
    expect(await findLeader(database, replicas)).toBe(other)
    await Promise.all(replicas.map((replica) => replica.kill('SIGTERM')))
  })
})

function put(body: object): RequestInit {
  return { method: 'PUT', body: JSON.stringify(body) }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
async function askAny(urls: readonly string[], key: string, path: string, init: RequestInit = {}): Promise<any> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const answer = await fetch(`${urls[0]}${path}`, { ...init, headers })
  expect(answer.status, `${path}: ${answer.status}`).toBeLessThan(300)
  return answer.json()
}

/** Whoever has the lease says in it which process it is. */
async function findLeader(database: string, replicas: readonly ServerProcess[]): Promise<ServerProcess | undefined> {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  const { rows } = await client.query('SELECT holder FROM leases').finally(() => client.end())
  return replicas.find(({ pid }) => rows[0]?.holder.endsWith(` ${pid}`))
}

async function leaderOf(database: string, replicas: readonly ServerProcess[]): Promise<ServerProcess> {
  let leader: ServerProcess | undefined
  await until(async () => {
    leader = await findLeader(database, replicas)
    return leader !== undefined
  }, 60_000)
  return leader!
}

async function until(isSo: () => Promise<boolean>, millis: number): Promise<void> {
  const deadline = Date.now() + millis
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`it did not come to pass in ${millis} ms: ${isSo}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function settled(read: () => Promise<number>): Promise<number> {
  let before = -1
  for (let now = await read(); now !== before; now = await read()) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
  return before
}
