/**
 * Makes the log files of test/cli/formats/files, by the software that writes such files: `npx node test/cli/formats/make.ts`. Debian's
 * packages nginx, apache2 and prometheus-node-exporter have to be there, and a registry of npm. What cannot run here (a container engine,
 * journald, PostHog's export) is wrapped around lines of real software as its documentation says.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { logfmtLines } from './makers/logfmt.ts'
import { nextLines } from './makers/next.ts'
import { apacheLines, nginxLines } from './makers/web-servers.ts'

const here = dirname(fileURLToPath(import.meta.url))
const apps = join(here, 'apps')
const root = join(here, '../../..')

interface Output {
  readonly stdout: string
  readonly stderr: string
}

function runApp(name: string, env: NodeJS.ProcessEnv = {}): Output {
  const file = join(apps, name)
  const shell = 'exec "$0" "$1" 2>"$2"'
  const folder = mkdtempSync(join(tmpdir(), 'formats-'))
  const errors = join(folder, 'stderr')
  const options = { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', ...env } } as const
  const stdout = execFileSync('sh', ['-c', shell, process.execPath, file, errors], options)
  const stderr = execFileSync('cat', [errors], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return { stdout, stderr }
}

/** Nothing of the machine that made them stays in the files. */
const write = (name: string, text: string) =>
  writeFileSync(join(here, 'files', name), text.replaceAll(root, '/app').replaceAll(hostname(), 'shop-1'))
const linesOf = (text: string) => text.trimEnd().split('\n')
const iso = (i: number) => new Date(Date.UTC(2026, 10, 26, 18, 0, i)).toISOString()

const pino = runApp('pino.mjs').stdout
write('pino.log', pino)
write('winston.log', runApp('winston.mjs').stdout)
write('bunyan.log', runApp('bunyan.mjs').stdout)
const nest = runApp('nest.mjs', { FORCE_COLOR: '1' })
write('nest.log', nest.stdout + nest.stderr)
const text = runApp('console.mjs')
write('console.log', text.stdout + text.stderr)
write('debug.log', runApp('debug.mjs', { DEBUG: 'shop:*' }).stderr)
write('otlp.log', runApp('otlp.mjs').stdout)
// Of npm: it is no dependency of this repository.
const folder = mkdtempSync(join(tmpdir(), 'morgan-'))
execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, 'morgan@1.10.1'], { stdio: 'ignore' })
write('morgan.log', runApp('morgan.mjs', { MORGAN: join(folder, 'node_modules/morgan/index.js') }).stdout)
rmSync(folder, { recursive: true })
write('next.log', await nextLines())
write('nginx.log', await nginxLines())
write('apache.log', await apacheLines())
write('logfmt.log', await logfmtLines())
// util-linux writes the line that it would send.
const syslog = (priority: string, message: string, flag: string) =>
  execFileSync(
    'sh',
    [
      '-c',
      `logger --no-act --stderr --server 127.0.0.1 --port 9 --udp ${flag} -t shop -i -p ${priority} "$0" 2>&1`,
      message,
    ],
    {
      encoding: 'utf8',
    },
  )
write(
  'syslog.log',
  [
    syslog('user.info', 'order 4711 placed', '--rfc3164'),
    syslog('user.err', 'payment failed: card declined', '--rfc3164'),
    syslog('user.info', 'order 4712 placed', '--rfc5424'),
    syslog('daemon.warning', 'stock service answers slowly', '--rfc5424'),
  ].join(''),
)
write(
  'docker.log',
  linesOf(pino)
    .map((log, i) => `${JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: iso(i) })}\n`)
    .join(''),
)
write(
  'kubernetes.log',
  linesOf(pino)
    .map((log, i) => `${iso(i)} stdout F ${log}\n`)
    .join(''),
)
write(
  'journald.log',
  linesOf(text.stdout)
    .map(
      (MESSAGE, i) =>
        `${JSON.stringify({ __REALTIME_TIMESTAMP: String(Date.parse(iso(i)) * 1_000), PRIORITY: i === 1 ? '3' : '6', _SYSTEMD_UNIT: 'shop.service', _PID: '4242', MESSAGE })}\n`,
    )
    .join(''),
)
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
write(
  'posthog.csv',
  [
    'timestamp,severity_text,severity_number,service_name,body,attributes',
    ...linesOf(pino).map((line, i) => {
      const { msg, level } = JSON.parse(line) as { msg: string; level: number }
      const isError = level >= 50
      const cells = [iso(i), isError ? 'error' : 'info', isError ? '17' : '9', 'shop', msg, JSON.stringify({ i })]
      return cells.map(quoted).join(',')
    }),
    '',
  ].join('\n'),
)
