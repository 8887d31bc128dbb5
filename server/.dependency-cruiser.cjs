const { roomRules } = require('../room-rules.cjs')

/** The arrows of the server: which room may import which. One row a room; what a row does not name is forbidden. */
const rooms = {
  internal: [],
  scope: [],
  log: [],
  metrics: [],
  page: [],
  config: [],
  anomalies: [],
  store: ['internal', 'scope'],
  keys: ['internal', 'scope', 'config', 'store'],
  sessions: ['internal', 'scope', 'store', 'keys'],
  policies: ['internal', 'store'],
  ingest: ['internal', 'store'],
  budgets: ['internal', 'store'],
  allocation: ['store'],
  savings: ['store'],
  rollouts: ['internal', 'anomalies', 'budgets', 'allocation', 'policies', 'store'],
  control: ['internal', 'log', 'config', 'budgets', 'allocation', 'policies', 'rollouts', 'store'],
  incidents: ['internal', 'anomalies', 'store'],
  imports: ['store'],
  notices: ['internal', 'budgets', 'store'],
  webhooks: ['internal', 'log', 'incidents', 'store'],
  leader: ['internal', 'log', 'store'],
  http: [
    'internal',
    'scope',
    'log',
    'metrics',
    'page',
    'store',
    'keys',
    'sessions',
    'budgets',
    'policies',
    'ingest',
    'imports',
    'incidents',
    'savings',
    'webhooks',
  ],
  jobs: ['*'],
  assemble: ['*'],
  server: ['*'],
  'keys-command': ['*'],
  'login-link-command': ['*'],
  'teams-command': ['*'],
  command: ['*'],
  entries: ['*'],
}

const entries = '^server/src/(main|index)\\.ts$'

module.exports = {
  forbidden: [
    ...roomRules('server/src', rooms, entries),
    {
      name: 'the-contract-only',
      comment: 'Of the SDK the server knows the protocol, the arithmetic of budgets, signatures and PostHog’s API.',
      severity: 'error',
      from: { path: '^server/src/' },
      to: { path: '^src/', pathNot: '^src/(protocol|allocation|signature|posthog-api)\\.ts$' },
    },
    {
      name: 'sql-only-in-the-store',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/store/' },
      to: { path: 'node_modules/(kysely|pg)/|^node:sqlite$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'server/tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^src/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'require', 'node', 'default'],
    },
  },
}
