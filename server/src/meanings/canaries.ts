import type { Canary } from './meaning.js'

/** Two of these stand in each batch: one that protects, and one that does not. */
export const PROTECTING: readonly Canary[] = [
  { template: 'User <*> logged in from <*>', severity: 'INFO', meaning: 'security' },
  { template: 'Login failed for <*>: wrong password', severity: 'WARNING', meaning: 'security' },
  { template: 'Password of user <*> was changed', severity: 'INFO', meaning: 'security' },
  { template: 'Access denied for <*> to <*>', severity: 'WARNING', meaning: 'security' },
  { template: 'API key <*> was revoked by <*>', severity: 'INFO', meaning: 'security' },
  { template: 'User <*> was suspended by admin <*>', severity: 'INFO', meaning: 'audit' },
  { template: 'Role of <*> changed from <*> to <*> by <*>', severity: 'INFO', meaning: 'audit' },
  { template: 'Account <*> was deleted at the request of <*>', severity: 'INFO', meaning: 'audit' },
]

export const OTHERS: readonly Canary[] = [
  { template: 'Server is ready on port <*>', severity: 'INFO', meaning: 'unknown' },
  { template: 'Connected to database <*>', severity: 'INFO', meaning: 'unknown' },
  { template: 'Job <*> finished in <*> ms', severity: 'INFO', meaning: 'unknown' },
  { template: 'Order <*> was paid with <*>', severity: 'INFO', meaning: 'business' },
  { template: 'Subscription of customer <*> was renewed', severity: 'INFO', meaning: 'business' },
  { template: 'GET /healthz 200 <*> ms', severity: 'INFO', meaning: 'health_check' },
  { template: 'Heartbeat received from worker <*>', severity: 'INFO', meaning: 'health_check' },
  { template: 'cache hit for key <*> in <*> ms', severity: 'DEBUG', meaning: 'debug' },
]
