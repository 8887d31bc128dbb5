import autocannon from 'autocannon'

const REQUESTS_PER_SECOND = 300
const CONNECTIONS = 10

/** Puts the shop under a steady load, from a thread of its own. */
export async function putUnderLoad(url: string, seconds: number): Promise<void> {
  await autocannon({
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
  })
}
