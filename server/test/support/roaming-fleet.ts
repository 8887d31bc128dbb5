import { Pool } from 'undici'
import { reportOf } from './api-under-test.js'

const PATTERNS = 20
const PAUSE_MILLIS = 40

/** Instances behind a load balancer: a report that one replica does not take goes to the next, with the same number. */
export interface RoamingFleet {
  /** Reports that were acknowledged, and that were begun. */
  readonly counts: { acknowledged: number; begun: number }
  /** When each report was acknowledged, epoch milliseconds. */
  readonly times: readonly number[]
  /** The first pattern comes so many times in each of the reports that follow. */
  each: number
  stop(): Promise<void>
}

export function startRoamingFleet(urls: () => readonly string[], key: string, instances = 4): RoamingFleet {
  const pools = new Map<string, Pool>()
  const poolOf = (url: string) => {
    const pool = pools.get(url) ?? new Pool(url, { connections: instances, connectTimeout: 1_000 })
    pools.set(url, pool)
    return pool
  }
  const times: number[] = []
  let stopping = false
  const fleet = { counts: { acknowledged: 0, begun: 0 }, times, each: 1, stop }

  async function instance(number: number): Promise<void> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    for (let sequence = 0; !stopping; sequence++) {
      const patterns = Array.from({ length: PATTERNS }, (_, i) => {
        const count = i === 0 ? fleet.each : 1
        return {
          count,
          sampled_count: count,
          bytes: count * 200,
          sampled_bytes: count * 200,
          severity_distribution: { INFO: count },
        }
      })
      const rest = { instance_id: `roaming-${number}`, sequence, timestamp: Date.now() / 1000 }
      const body = JSON.stringify(reportOf(rest, patterns))
      fleet.counts.begun++
      for (let turn = number; !stopping; turn++) {
        const all = urls()
        try {
          const pool = poolOf(all[turn % all.length]!)
          const answer = await pool.request({ path: '/api/v1/patterns/stats', method: 'POST', headers, body })
          await answer.body.dump()
          if (answer.statusCode === 202) {
            fleet.counts.acknowledged++
            times.push(Date.now())
            break
          }
        } catch {
          // The replica is gone: the next turn goes to another.
        }
        await pause()
      }
      await pause()
    }
  }
  const running = Promise.all(Array.from({ length: instances }, (_, i) => instance(i)))

  async function stop() {
    stopping = true
    await running
    await Promise.all([...pools.values()].map((pool) => pool.destroy()))
  }
  return fleet
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS))
}
