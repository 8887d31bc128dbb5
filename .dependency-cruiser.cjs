/**
 * The arrows of ARCHITECTURE.md: which room may import which. One row a room; what a row does not name is forbidden.
 * Type imports count. `entries` are the files of package.json's `exports`.
 */
const rooms = {
  protocol: [],
  internal: [],
  'log-record': [],
  diag: [],
  signature: ['log-record', 'internal', 'protocol'],
  sampling: ['log-record', 'internal', 'protocol', 'signature'],
  stats: ['log-record', 'internal', 'protocol', 'redaction', 'signature', 'sampling'],
  'control-plane': ['protocol', 'internal', 'diag'],
  values: [],
  redaction: ['values'],
  delivery: ['log-record', 'internal', 'diag', 'values', 'redaction'],
  options: ['log-record', 'internal', 'sampling', 'delivery', 'redaction'],
  pipeline: ['log-record', 'internal', 'diag', 'protocol', 'signature', 'sampling', 'stats'],
  running: ['log-record', 'internal', 'protocol', 'sampling', 'stats', 'delivery'],
  explain: ['log-record', 'signature', 'sampling', 'stats'],
  engine: [
    'explain',
    'log-record',
    'internal',
    'diag',
    'protocol',
    'signature',
    'sampling',
    'stats',
    'options',
    'pipeline',
  ],
  core: [
    'log-record',
    'internal',
    'diag',
    'protocol',
    'signature',
    'sampling',
    'stats',
    'control-plane',
    'options',
    'pipeline',
    'engine',
    'running',
  ],
  'log-context': [],
  shipping: ['log-context', 'log-record', 'internal', 'diag', 'sampling', 'delivery', 'values', 'redaction'],
  adapters: [
    'log-record',
    'values',
    'internal',
    'diag',
    'sampling',
    'stats',
    'options',
    'pipeline',
    'engine',
    'core',
    'running',
    'shipping',
  ],
  metrics: ['running', 'sampling'],
  lifecycle: ['internal'],
  'process-end': ['log-record'],
  configure: ['*'],
  testing: ['protocol', 'internal', 'log-record'],
  entries: ['*'],
}

const entries = '^src/(index|pino|winston|console|protocol|allocation|testing)\\.ts$'
const pathOf = (room) => (room === 'entries' ? entries : `^src/${room}(/|\\.ts$)`)

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'No cycles, type imports included.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-file-has-a-room',
      comment: 'A file of src/ belongs to a room of the table above.',
      severity: 'error',
      from: { path: '^src/', pathNot: Object.keys(rooms).map(pathOf) },
      to: {},
    },
    ...Object.entries(rooms)
      .filter(([, allowed]) => !allowed.includes('*'))
      .map(([room, allowed]) => ({
        name: `arrow-from-${room}`,
        comment: `${room} may import: ${allowed.join(', ') || 'nothing of ours'}.`,
        severity: 'error',
        from: { path: pathOf(room), pathNot: room === 'entries' ? undefined : entries },
        to: { path: '^src/', pathNot: [room, ...allowed].map((name) => `^src/${name}(/|\\.ts$)`) },
      })),
    {
      name: 'adapters-do-not-know-each-other',
      comment: 'What two adapters share belongs to a room below them.',
      severity: 'error',
      from: { path: '^src/adapters/([^/.]+)' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1' },
    },
    {
      name: 'network-only-in-its-rooms',
      comment: 'Only control-plane/, delivery/ and testing/ talk to the network, over internal/http-agent.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(testing/|internal/http-agent\\.ts)' },
      to: { path: '(^|/)(undici|http|https|http2|net|tls|dgram)(/|$)', dependencyTypesNot: ['local'] },
    },
    {
      name: 'loggers-are-types-only',
      comment: 'An adapter must not load the logger it wraps.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'node_modules/(pino|winston|fastify)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-public-door-only',
      comment: 'Examples and benchmarks use what users can import.',
      severity: 'error',
      from: { path: '^(examples|bench)/' },
      to: { path: '^src/', pathNot: entries },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'require', 'node', 'default'],
    },
  },
}
