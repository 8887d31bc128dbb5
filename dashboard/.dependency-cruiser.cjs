const { roomRules } = require('../room-rules.cjs')

/** The arrows of the page: which room may import which. One row a room; what a row does not name is forbidden. */
const rooms = {
  internal: [],
  texts: [],
  format: [],
  api: ['internal'],
  state: ['internal', 'api'],
  charts: ['internal', 'texts', 'format'],
  parts: ['internal', 'texts', 'format', 'api', 'state'],
  shell: ['internal', 'texts', 'format', 'api', 'state', 'parts'],
  actions: ['internal', 'texts', 'format', 'api', 'state', 'parts', 'shell'],
  patterns: ['internal', 'texts', 'format', 'api', 'state', 'charts', 'parts', 'shell', 'actions'],
  screens: ['*'],
  routes: ['*'],
  app: ['*'],
  entries: ['*'],
}

module.exports = {
  forbidden: [
    ...roomRules('dashboard/src', rooms, '^dashboard/src/main\\.tsx$'),
    {
      name: 'screens-do-not-know-each-other',
      severity: 'error',
      from: { path: '^dashboard/src/screens/([^/]+)/' },
      to: { path: '^dashboard/src/screens/', pathNot: '^dashboard/src/screens/$1/' },
    },
    {
      name: 'nothing-of-the-server-or-the-sdk',
      comment: 'The page knows the API alone.',
      severity: 'error',
      from: { path: '^dashboard/src/' },
      to: { path: '^(src|server)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'dashboard/tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'browser', 'default'],
      extensions: ['.tsx', '.ts', '.js'],
    },
  },
}
