import autocannon from 'autocannon'
import { REQUESTS, REQUESTS_PER_SECOND } from './requests.ts'

const CONNECTIONS = 10

/** Puts the shop under a steady load, from a thread of its own, until the time is over or `signal` says so. */
export function putUnderLoad(url: string, seconds: number, signal?: AbortSignal): Promise<void> {
  const options: autocannon.Options = {
    url,
    duration: seconds,
    connections: CONNECTIONS,
    overallRate: REQUESTS_PER_SECOND,
    workers: 1,
    requests: REQUESTS.map((request) => ({ ...request })),
  }
  return new Promise((resolve, reject) => {
    const stop = () => {
      load.stop()
      // It says no more after that.
      resolve()
    }
    const load = autocannon(options, (error) => {
      signal?.removeEventListener('abort', stop)
      if (error) reject(error)
      else resolve()
    })
    signal?.addEventListener('abort', stop)
  })
}
