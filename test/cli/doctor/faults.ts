import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FindingName } from '../../../src/cli/doctor/finding.js'
import { closedPort, DAY, type Planted, packageAt } from './planted-app.js'

/** One thing that is wrong with an app, what the doctor calls it, and what of its words says what to do. */
export interface Fault {
  readonly name: FindingName
  readonly fault: string
  readonly fix: RegExp
  readonly change?: RegExp
  readonly plant: (planted: Planted) => unknown
}

const start = (line: string) => (planted: Planted) => {
  planted.manifest = { ...planted.manifest, scripts: { start: line } }
}
const env = (values: Record<string, string | undefined>) => (planted: Planted) => Object.assign(planted.env, values)
const file = (values: Planted['files']) => (planted: Planted) => Object.assign(planted.files, values)
const dependencies = (values: Record<string, string>) => (planted: Planted) => {
  planted.manifest = {
    ...planted.manifest,
    dependencies: { ...(planted.manifest['dependencies'] as object), ...values },
  }
}
const all =
  (...plants: ((planted: Planted) => unknown)[]) =>
  async (planted: Planted) => {
    for (const plant of plants) await plant(planted)
  }
const inCode = start('node app.js')

export const FAULTS: readonly Fault[] = [
  {
    name: 'package_json_missing',
    fault: 'a folder without package.json',
    fix: /name the folder/,
    plant: (planted) => {
      planted.manifest = 'none' as unknown as Planted['manifest']
    },
  },
  {
    name: 'node_too_old',
    fault: 'Node.js 18',
    fix: /20\.19/,
    plant: (planted) => {
      planted.nodeVersion = 'v18.20.4'
    },
  },
  {
    name: 'node_pinned_too_old',
    fault: '.nvmrc of 18',
    fix: /\.nvmrc/,
    change: /echo 24 > \.nvmrc/,
    plant: file({ '.nvmrc': 'v18\n' }),
  },
  {
    name: 'lipservice_not_installed',
    fault: 'no install',
    fix: /install/,
    change: /npm install lipservice/,
    plant: file({ 'node_modules/lipservice/package.json': undefined }),
  },
  {
    name: 'lipservice_only_for_development',
    fault: 'a devDependency',
    fix: /dependencies/,
    plant: (planted) => {
      planted.manifest = { ...planted.manifest, dependencies: { pino: '10' }, devDependencies: { lipservice: '0.1.0' } }
    },
  },
  {
    name: 'lipservice_copies',
    fault: 'two versions of lipservice',
    fix: /one version/,
    plant: file({ ...packageAt('shared', '1.0.0'), ...packageAt('lipservice', '0.0.9', 'node_modules/shared/') }),
  },
  {
    name: 'api_copies',
    fault: 'two copies of the API',
    fix: /one version, 1\.10\.0/,
    change: /overrides\.@opentelemetry\/api=1\.10\.0/,
    plant: file({
      ...packageAt('tracer', '1.0.0'),
      ...packageAt('@opentelemetry/api', '1.9.0', 'node_modules/tracer/'),
    }),
  },
  {
    name: 'package_too_old',
    fault: 'an old logs SDK',
    fix: /0\.200\.0/,
    change: /npm install @opentelemetry\/sdk-logs@latest/,
    plant: file(packageAt('@opentelemetry/sdk-logs', '0.57.2')),
  },
  {
    name: 'package_too_old',
    fault: 'pino 8',
    fix: /9\.6\.0/,
    change: /npm install pino@\^9\.6\.0/,
    plant: file(packageAt('pino', '8.21.0')),
  },
  {
    name: 'package_too_old',
    fault: 'winston 3.7, by pnpm',
    fix: /3\.8\.0/,
    change: /pnpm add winston@/,
    plant: all(dependencies({ winston: '3' }), file({ ...packageAt('winston', '3.7.2'), 'pnpm-lock.yaml': '' })),
  },
  { name: 'package_not_known', fault: 'pino 12', fix: /update lipservice/, plant: file(packageAt('pino', '12.0.0')) },
  {
    name: 'too_old_for_zero_code',
    fault: 'pino 9.7 and zero code',
    fix: /9\.10\.0.*wrapPino/,
    plant: file(packageAt('pino', '9.7.0')),
  },
  {
    name: 'not_wired',
    fault: 'an app that never starts it',
    fix: /lipservice init/,
    change: /node --import lipservice\/register app\.js/,
    plant: inCode,
  },
  {
    name: 'logger_not_wrapped',
    fault: 'pino that nobody wraps',
    fix: /lipservice\/pino/,
    change: /import \{ wrapPino \} from 'lipservice\/pino'/,
    plant: all(
      inCode,
      file({ 'setup.js': "import { configureAdaptiveLogging } from 'lipservice'\nconfigureAdaptiveLogging()\n" }),
    ),
  },
  {
    name: 'logger_not_wrapped',
    fault: 'winston that nobody wraps',
    fix: /lipservice\/winston/,
    change: /import \{ wrapLogger \}/,
    plant: all(
      inCode,
      dependencies({ winston: '3' }),
      file({
        ...packageAt('winston', '3.19.0'),
        'app.js':
          "import winston from 'winston'\nimport { configureAdaptiveLogging } from 'lipservice'\nconfigureAdaptiveLogging()\n",
      }),
    ),
  },
  {
    name: 'register_behind_script',
    fault: '--import behind the file',
    fix: /before the file/,
    plant: start('node app.js --import lipservice/register'),
  },
  {
    name: 'register_not_there',
    fault: 'a path in NODE_OPTIONS that is not there',
    fix: /where it is installed/,
    change: /node_modules\/lipservice\/dist\/register\.js/,
    plant: env({ NODE_OPTIONS: '--import /nowhere/node_modules/lipservice/dist/register.js' }),
  },
  {
    name: 'register_by_name',
    fault: 'a bare name in NODE_OPTIONS',
    fix: /absolute path/,
    change: /export NODE_OPTIONS="--import \/.*register\.js"/,
    plant: env({ NODE_OPTIONS: '--import lipservice/register' }),
  },
  {
    name: 'register_not_first',
    fault: '--require of a file of the app before --import',
    fix: /first/,
    plant: all(start('node --import lipservice/register --require ./logger.cjs app.js'), file({ 'logger.cjs': '' })),
  },
  {
    name: 'required_file_is_esm',
    fault: '--require of an ES module',
    fix: /--import/,
    change: /--import \.\/setup\.js/,
    plant: all(
      start('node --require lipservice/register --require ./setup.js app.js'),
      file({ 'setup.js': 'export {}' }),
    ),
  },
  {
    name: 'bundled',
    fault: 'an ESM bundle by esbuild',
    fix: /--packages=external/,
    change: /\+ esbuild app\.ts --bundle --format=esm .*--packages=external/,
    plant: (planted) => {
      const scripts = {
        ...(planted.manifest['scripts'] as object),
        build: 'tsc && esbuild app.ts --bundle --format=esm --outfile=out.mjs',
      }
      planted.manifest = { ...planted.manifest, scripts }
    },
  },
  {
    name: 'bundle_hides_logger',
    fault: 'winston in a webpack bundle and zero code',
    fix: /webpack\.config\.js/,
    plant: all(
      dependencies({ winston: '3', webpack: '5' }),
      file({ ...packageAt('winston', '3.19.0'), 'webpack.config.js': "export default { target: 'node' }" }),
    ),
  },
  {
    name: 'next_bundles',
    fault: 'Next without serverExternalPackages',
    fix: /serverExternalPackages in next\.config\.mjs/,
    change: /serverExternalPackages: \['lipservice'\]/,
    plant: all(dependencies({ next: '16' }), file({ 'next.config.mjs': 'export default {}' })),
  },
  {
    name: 'unknown_variable',
    fault: 'a typo in a variable',
    fix: /it is LIPSERVICE_SPOOL_DIR/,
    change: /- LIPSERVICE_SPOL_DIR\n\+ LIPSERVICE_SPOOL_DIR=/,
    plant: env({ LIPSERVICE_SPOL_DIR: '/tmp' }),
  },
  {
    name: 'unknown_variable',
    fault: 'the key under another name',
    fix: /it is POSTHOG_API_KEY/,
    plant: env({ POSTHOG_API_KEY: undefined, POSTHOG_KEY: 'phc_1', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }),
  },
  {
    name: 'bad_value',
    fault: 'a budget that is none',
    fix: /LIPSERVICE_BUDGET to .*GB\/day/,
    plant: env({ LIPSERVICE_BUDGET: 'a lot' }),
  },
  {
    name: 'bad_value',
    fault: 'a logger that nobody knows',
    fix: /LIPSERVICE_LOGGERS to .*pino/,
    plant: env({ LIPSERVICE_LOGGERS: 'pino,bunyan' }),
  },
  {
    name: 'bad_value',
    fault: 'a certificate that is not there',
    fix: /OTEL_EXPORTER_OTLP_CERTIFICATE/,
    plant: env({ OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere/ca.pem' }),
  },
  {
    name: 'no_effect',
    fault: 'a share without a budget',
    fix: /LIPSERVICE_BUDGET/,
    plant: env({ LIPSERVICE_BUDGET_SHARE: '0.5' }),
  },
  {
    name: 'env_file_unread',
    fault: '.env that nothing reads',
    fix: /--env-file=\.env/,
    plant: all(env({ LIPSERVICE_BUDGET: undefined }), file({ '.env': 'LIPSERVICE_BUDGET=2GB/day\n' })),
  },
  {
    name: 'value_overridden',
    fault: 'two values of one variable',
    fix: /one place/,
    plant: all(
      start('node --env-file=.env --import lipservice/register app.js'),
      file({ '.env': 'OTEL_SERVICE_NAME=other\n' }),
    ),
  },
  {
    name: 'placeholder_key',
    fault: 'the key of an example',
    fix: /project's token/,
    plant: env({ POSTHOG_API_KEY: 'phc_project_token' }),
  },
  {
    name: 'keys_swapped',
    fault: "PostHog's token for the server",
    fix: /lsk_/,
    plant: env({ LIPSERVICE_API_KEY: 'phc_0123456789abcdef' }),
  },
  {
    name: 'key_may_be_committed',
    fault: 'a key in a file that git takes',
    fix: /repository/,
    change: /echo \.env >> \.gitignore/,
    plant: all(
      start('node --env-file=.env --import lipservice/register app.js'),
      file({ '.env': 'LIPSERVICE_TRACE_KEY=0123456789abcdef0123\n', '.gitignore': 'node_modules\n' }),
    ),
  },
  {
    name: 'switched_off',
    fault: 'LIPSERVICE_ENABLED=false',
    fix: /LIPSERVICE_ENABLED/,
    plant: env({ LIPSERVICE_ENABLED: 'false' }),
  },
  {
    name: 'service_unnamed',
    fault: 'no name',
    fix: /OTEL_SERVICE_NAME/,
    change: /=shop$/m,
    plant: env({ OTEL_SERVICE_NAME: undefined }),
  },
  { name: 'no_destination', fault: 'no key', fix: /POSTHOG_API_KEY/, plant: env({ POSTHOG_API_KEY: undefined }) },
  {
    name: 'goes_nowhere',
    fault: 'no key in development',
    fix: /POSTHOG_API_KEY/,
    plant: env({ POSTHOG_API_KEY: undefined, NODE_ENV: 'development' }),
  },
  {
    name: 'host_unknown',
    fault: 'a host that is not there',
    fix: /POSTHOG_HOST/,
    plant: env({ POSTHOG_HOST: 'http://backend.invalid' }),
  },
  {
    name: 'connection_refused',
    fault: 'a port that nobody listens at',
    fix: /POSTHOG_HOST/,
    plant: async (planted) => {
      planted.env['POSTHOG_HOST'] = await closedPort()
    },
  },
  {
    name: 'proxy_refuses',
    fault: 'a proxy that refuses',
    fix: /NO_PROXY/,
    change: /export NO_PROXY=localhost,logs\.example\.com/,
    plant: async (planted) => {
      const proxy = await closedPort()
      Object.assign(planted.env, {
        HTTP_PROXY: proxy,
        NO_PROXY: 'localhost',
        POSTHOG_HOST: 'http://logs.example.com',
        LIPSERVICE_URL: undefined,
        LIPSERVICE_API_KEY: undefined,
        LIPSERVICE_POLICY_CACHE_FILE: undefined,
      })
    },
  },
  {
    name: 'tls_failed',
    fault: 'https where http is spoken',
    fix: /NODE_EXTRA_CA_CERTS/,
    plant: (planted) => {
      planted.env['POSTHOG_HOST'] = planted.backendUrl.replace('http:', 'https:')
    },
  },
  {
    name: 'key_refused',
    fault: 'a key that is refused',
    fix: /POSTHOG_API_KEY/,
    plant: (planted) => {
      planted.backend.status = 401
    },
  },
  {
    name: 'key_unknown',
    fault: 'a key of no project',
    fix: /eu\.i\.posthog\.com/,
    plant: (planted) => {
      planted.backend.flags = 401
    },
  },
  {
    name: 'quota_exceeded',
    fault: 'a quota',
    fix: /budget/,
    plant: ({ backend }) => Object.assign(backend, { status: 402 }),
  },
  {
    name: 'address_refused',
    fault: 'a path that is not there',
    fix: /POSTHOG_HOST/,
    plant: (planted) => {
      planted.backend.status = 404
    },
  },
  {
    name: 'backend_fails',
    fault: 'a backend that fails',
    fix: /again later/,
    plant: (planted) => {
      planted.backend.status = 500
    },
  },
  {
    name: 'clock_off',
    fault: 'a clock that is a day ahead',
    fix: /NTP/,
    plant: (planted) => {
      planted.clockMillis = DAY
    },
  },
  {
    name: 'not_a_server',
    fault: 'something else at LIPSERVICE_URL',
    fix: /LIPSERVICE_URL/,
    plant: (planted) => {
      planted.backend.readyBody = '<html>'
    },
  },
  {
    name: 'server_not_ready',
    fault: 'a server that is not ready',
    fix: /log/,
    plant: (planted) =>
      Object.assign(planted.backend, { ready: 503, readyBody: '{"detail":"the database takes no writes"}' }),
  },
  {
    name: 'server_key_refused',
    fault: 'a key that the server refuses',
    fix: /LIPSERVICE_API_KEY/,
    plant: (planted) => {
      planted.backend.policyStatus = 401
    },
  },
  {
    name: 'policy_refused',
    fault: 'a policy for another service',
    fix: /what is in it/,
    change: /policy check/,
    plant: (planted) => {
      planted.backend.policy = { version: 1, service: 'other' }
    },
  },
  {
    name: 'spool_unusable',
    fault: 'a spool beneath a file',
    fix: /LIPSERVICE_SPOOL_DIR/,
    change: /mkdir -p -m 700/,
    plant: (planted) => {
      planted.env['LIPSERVICE_SPOOL_DIR'] = join(planted.folder, 'package.json/spool')
    },
  },
  {
    name: 'spool_not_private',
    fault: 'a spool that others may write to',
    fix: /mode 700/,
    change: /chmod 700/,
    plant: (planted) => planted.chmod('spool', 0o777),
  },
  {
    name: 'spool_not_private',
    fault: 'a spool that is a link',
    fix: /mode 700/,
    plant: (planted) => {
      planted.chmod('elsewhere', 0o700)
      symlinkSync(join(planted.folder, 'elsewhere'), join(planted.folder, 'spool'))
    },
  },
  {
    name: 'disk_low',
    fault: 'a full disk',
    fix: /room/,
    change: /LIPSERVICE_SPOOL_MAX_BYTES=1048576/,
    plant: (planted) => {
      planted.freeBytes = 1_000_000
    },
  },
  {
    name: 'spool_orphans',
    fault: 'errors of a dead process',
    fix: /spool send/,
    plant: ({ folder }) => {
      const spool = join(folder, 'spool', '0123456789abcdef')
      mkdirSync(spool, { recursive: true, mode: 0o700 })
      const segment = join(spool, `00000000-1-11111111-0_${String(Date.now() - DAY).padStart(13, '0')}-0-00000000.seg`)
      writeFileSync(segment, '')
      utimesSync(segment, new Date(Date.now() - DAY), new Date(Date.now() - DAY))
    },
  },
  {
    name: 'policy_cache_unusable',
    fault: 'a policy file in no directory',
    fix: /directory/,
    plant: (planted) => {
      planted.env['LIPSERVICE_POLICY_CACHE_FILE'] = join(planted.folder, 'nowhere/policy.json')
    },
  },
]
