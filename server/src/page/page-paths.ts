/** Where the page shows something of its own: it reads the rest from the address. With `:name` for any text but a slash. */
export const PAGE_PATHS = [
  '/services',
  '/services/:service',
  '/patterns',
  '/incidents',
  '/incidents/:id',
  '/policies',
  '/policies/:service',
  '/policies/:service/:version',
  '/savings',
  '/advice',
  '/audit',
  '/verdicts',
  '/settings',
  '/settings/:section',
  '/setup',
  '/login',
] as const

/** Where what it is made of is, by name. */
export const ASSET_PATH = '/assets/:name'
