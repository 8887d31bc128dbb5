/** What an overview asks for. */
export const OVERVIEW: readonly string[] = [
  '/api/v1/services',
  '/api/v1/timeline?by=all',
  '/api/v1/timeline?by=reason',
  '/api/v1/budgets',
  '/api/v1/incidents?state=open&limit=20',
  '/api/v1/audit?by=people&limit=50',
]

/** What the page of a service asks for. */
export const SERVICE_PAGE = (service: string): readonly string[] => [
  `/api/v1/patterns?service=${service}&limit=200&trend=24`,
  `/api/v1/timeline?service=${service}&by=all`,
  `/api/v1/services/${service}`,
]
