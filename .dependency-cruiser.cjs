const { roomRules } = require('./room-rules.cjs')

/**
 * The arrows of ARCHITECTURE.md: which room may import which. One row a room, from the ground up; what a
 * row does not name is forbidden, and it cannot name what stands above it. Type imports count. `entries` are the files of package.json's `exports`.
 */
const rooms = {
  record: [],
  internal: [],
  protocol: [],
  values: ['record'],
  redaction: ['record', 'values'],
  signature: ['record', 'internal', 'protocol'],
  sampling: ['record', 'internal', 'protocol', 'signature'],
  classes: [],
  allocation: ['sampling', 'classes'],
  advice: ['signature', 'classes'],
  stats: ['record', 'internal', 'protocol', 'redaction', 'signature', 'sampling'],
  'control-plane': ['internal', 'protocol'],
  delivery: ['record', 'internal', 'values', 'redaction'],
  options: ['record', 'internal', 'redaction', 'sampling', 'delivery'],
  engine: ['record', 'internal', 'protocol', 'redaction', 'signature', 'sampling', 'stats', 'control-plane', 'options'],
  instance: ['record', 'internal', 'protocol', 'values', 'sampling', 'stats', 'control-plane', 'delivery'],
  ownership: ['sampling'],
  destinations: ['record', 'internal', 'values', 'redaction', 'sampling', 'delivery', 'ownership'],
  adapters: ['record', 'internal', 'values', 'sampling', 'stats', 'options', 'engine', 'instance', 'ownership'],
  runtime: ['*'],
  posthog: ['record', 'internal', 'protocol', 'values', 'redaction', 'signature', 'sampling'],
  testing: ['record', 'internal', 'protocol'],
  entries: ['*'],
  cli: ['*'],
}

const entries =
  '^src/(index|pino|winston|console|nest|posthog|register|protocol|allocation|signature|posthog-api|testing)\\.ts$'

module.exports = {
  forbidden: [
    ...roomRules('src', rooms, entries),
    {
      name: 'adapters-do-not-know-each-other',
      comment: 'What two adapters share belongs to a room below them.',
      severity: 'error',
      from: { path: '^src/adapters/([^/.]+)' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1' },
    },
    {
      name: 'commands-are-known-by-their-table',
      comment: 'What commands and the folders that do their work share is in cli/command/, below both.',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: '^src/cli/(commands/|run\\.ts)' },
      to: { path: '^src/cli/commands/' },
    },
    {
      name: 'network-only-in-its-rooms',
      comment:
        'Only control-plane/, delivery/ and testing/ talk to the network, over internal/http-transport; posthog/ by a client of its own.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(testing/|posthog/api/|internal/(undici|node)-transport\\.ts)' },
      to: { path: '(^|/)(undici|http|https|http2|net|tls|dgram)(/|$)', dependencyTypesNot: ['local'] },
    },
    {
      name: 'no-app-loads-the-api-of-posthog',
      comment: 'posthog/ has libraries compiled in: the server and the command line know it, nothing that apps load.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(posthog/|posthog-api\\.ts|cli/)' },
      to: { path: '^src/(posthog/|posthog-api\\.ts)' },
    },
    {
      name: 'loggers-are-types-only',
      comment: 'An adapter must not load the logger it wraps: of packages it loads OpenTelemetry’s APIs alone.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/@opentelemetry/(api|api-logs)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'the-public-door-only',
      comment:
        'Examples and benchmarks use what users can import; benchmarks also the internal door of the engine, as types.',
      severity: 'error',
      from: { path: '^(examples|bench)/' },
      to: { path: '^src/', pathNot: [entries, '^src/engine/internals\\.ts$'] },
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
