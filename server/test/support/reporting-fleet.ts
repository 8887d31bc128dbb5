import { Pool } from 'undici'
import { reportOf } from './api-under-test.js'

/** What a crowd of instances reported, and what of it was acknowledged. */
export interface ReportingFleet {
  /** Stops when the reports under way have been answered. */
  stop(): Promise<void>
  readonly acknowledged: ReadonlyMap<string, number>
  /** When each report was acknowledged, epoch milliseconds. */
  readonly times: readonly number[]
}

const PATTERNS = 20

/** Instances that send one report after the other as fast as they are taken; each report counts `COUNT` records of 20 patterns. */
export function startFleet(url: string, key: string, prefix: string, instances = 8): ReportingFleet {
  const pool = new Pool(url, { connections: instances })
  const acknowledged = new Map<string, number>()
  const times: number[] = []
  let stopping = false

  async function instance(name: string): Promise<void> {
    acknowledged.set(name, 0)
    for (let sequence = 0; !stopping; sequence++) {
      const body = JSON.stringify(
        reportOf(
          { instance_id: name, sequence, timestamp: Date.now() / 1000 },
          Array.from({ length: PATTERNS }, () => ({ count: 1, sampled_count: 1 })),
        ),
      )
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      try {
        const answer = await pool.request({ path: '/api/v1/patterns/stats', method: 'POST', headers, body })
        await answer.body.dump()
        if (answer.statusCode !== 202) return
        acknowledged.set(name, sequence + 1)
        times.push(Date.now())
      } catch {
        return
      }
    }
  }
  const running = Promise.all(Array.from({ length: instances }, (_, i) => instance(`${prefix}-${i}`)))
  return {
    acknowledged,
    times,
    async stop() {
      stopping = true
      await running
      await pool.destroy()
    },
  }
}

/** Reports that were acknowledged. */
export function acknowledgedBy(fleet: ReportingFleet): number {
  return [...fleet.acknowledged.values()].reduce((a, b) => a + b, 0)
}
