export const REQUESTS_PER_SECOND = 300

/** What the shop is asked, one after the other and again. */
export const REQUESTS = [
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/items' },
  { method: 'GET', path: '/items/17' },
  { method: 'GET', path: '/items/204' },
  { method: 'POST', path: '/checkout' },
  { method: 'GET', path: '/items/399' },
] as const
