import autocannon from 'autocannon'

const REQUESTS_PER_SECOND = 300
const CONNECTIONS = 10

/** Puts the shop under a steady load, from a thread of its own, until the time is over or `signal` says so. */
export function putUnderLoad(url: string, seconds: number, signal?: AbortSignal): Promise<void> {
  const options: autocannon.Options = {
    url,
    duration: seconds,
    connections: CONNECTIONS,
    overallRate: REQUESTS_PER_SECOND,
    workers: 1,
    requests: [
      { method: 'GET', path: '/health' },
      { method: 'GET', path: '/health' },
      { method: 'GET', path: '/items' },
      { method: 'GET', path: '/items/17' },
      { method: 'GET', path: '/items/204' },
      { method: 'POST', path: '/checkout' },
      { method: 'GET', path: '/items/399' },
    ],
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
