import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { resolve } from 'node:path'
import { hex, integer, pick, times, word } from '../seeded-values.mjs'

const cli = resolve('node_modules/npm/bin/npm-cli.js')
const root = resolve('npm-work')
rmSync(root, { recursive: true, force: true })
mkdirSync(root, { recursive: true })
const packages = new Map()
const make = (name, dependencies, scripts) => {
  const version = `${integer(1, 9)}.${integer(0, 20)}.${integer(0, 9)}`
  const manifest = {
    name,
    version,
    dependencies,
    scripts,
    ...(integer(0, 3) ? {} : { deprecated: `use ${word()} instead` }),
  }
  mkdirSync(`${root}/${name}/package`, { recursive: true })
  writeFileSync(`${root}/${name}/package/package.json`, JSON.stringify(manifest))
  execFileSync('tar', ['czf', `${root}/${name}.tgz`, '-C', `${root}/${name}`, 'package'])
  const tarball = readFileSync(`${root}/${name}.tgz`)
  packages.set(name, {
    manifest,
    tarball,
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
  })
}
const names = []
await times(30, (i) => {
  names.push(`${word()}-${hex(3)}`)
  make(
    names[i],
    Object.fromEntries(
      names
        .slice(0, i)
        .slice(-integer(1, 4))
        .map((name) => [name, '*']),
    ),
    i % 5 === 0 ? { postinstall: 'node -v' } : undefined,
  )
})
const server = http.createServer((request, response) => {
  const [, name, file] = decodeURIComponent(request.url).split('/')
  const known = packages.get(name)
  if (known === undefined) return response.writeHead(name.startsWith('private') ? 403 : 404).end('{}')
  if (file !== undefined) return response.end(known.tarball)
  const { manifest, integrity } = known
  const dist = { tarball: `${url}/${name}/${name}.tgz`, integrity }
  response.end(
    JSON.stringify({
      name,
      'dist-tags': { latest: manifest.version },
      versions: { [manifest.version]: { ...manifest, dist } },
    }),
  )
})
await new Promise((done) => server.listen(0, done))
const url = `http://127.0.0.1:${server.address().port}`
const npm = (...args) =>
  new Promise((done) => {
    const env = {
      ...process.env,
      npm_config_registry: url,
      npm_config_cache: `${root}/cache`,
      npm_config_loglevel: 'silly',
      npm_config_update_notifier: 'false',
      npm_config_fetch_retries: '1',
      npm_config_fetch_retry_mintimeout: '5',
      npm_config_color: 'false',
    }
    spawn(process.execPath, [cli, ...args], { cwd: `${root}/app`, env, stdio: 'ignore' }).on('exit', done)
  })
mkdirSync(`${root}/app`)
writeFileSync(
  `${root}/app/package.json`,
  JSON.stringify({
    name: 'app',
    version: '1.0.0',
    scripts: { build: 'node -e 0', fail: 'exit 3' },
    engines: { node: '>=99' },
  }),
)
await npm('install', ...names.slice(20, 26))
await npm('install', '--force', pick(names))
await npm('ci')
await npm('audit')
await times(4, () => npm('install', `${pick(['private', 'missing'])}-${word()}`))
await times(3, () => npm('install', `${pick(names)}@^99.${integer(1, 9)}.0`))
await npm('run', 'build')
await npm('run', 'fail')
await times(3, () => npm('run', word()))
await npm('uninstall', names[21])
await npm('ls', '--all')
await npm('outdated')
await times(2, () => npm('view', pick(names)))
await npm(word())
await npm('pack')
await npm('publish')
await npm('version', 'minor')
await npm('config', 'set', `${word()}=1`)
writeFileSync(`${root}/app/package.json`, `{ "name": ${word()} }`)
await npm('install')
server.close()
