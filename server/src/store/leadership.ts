import pg from 'pg'
import type { Leadership } from './store.js'

const LOCK = "hashtext('lipservice:leader')"
/** A leader whose database does not answer within this time leads no more. */
const TIMEOUT_MILLIS = 10_000

/**
 * Leads by an advisory lock on a connection of its own. A replica that dies or is cut off loses the lock with the
 * connection; Postgres finds a silent connection by TCP keep-alive. Returns `undefined` if another replica leads.
 */
export async function leadOn(url: string, onError: (error: Error) => void): Promise<Leadership | undefined> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `lipservice leader ${process.pid}`,
    connectionTimeoutMillis: TIMEOUT_MILLIS,
    query_timeout: TIMEOUT_MILLIS,
    keepAlive: true,
    options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2',
  })
  let lost = false
  client.on('error', (error) => {
    lost = true
    onError(error)
  })
  client.on('end', () => {
    lost = true
  })
  const end = () => client.end().catch(() => {})
  try {
    await client.connect()
    const { rows } = await client.query(`SELECT pg_try_advisory_lock(${LOCK}) AS mine`)
    if (rows[0]?.mine !== true) {
      await end()
      return undefined
    }
  } catch (error) {
    await end()
    throw error
  }
  return {
    async isHeld() {
      if (lost) return false
      try {
        await client.query('SELECT 1')
        return true
      } catch {
        await end()
        return false
      }
    },
    release: end,
  }
}
