import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RecordedMessage, selectMessages } from './select-messages.ts'

const here = dirname(fileURLToPath(import.meta.url))
const folder = join(tmpdir(), 'lipservice-corpus')
const { versions } = JSON.parse(readFileSync(join(here, 'packages.json'), 'utf8')) as {
  versions: Record<string, string>
}

function install(): void {
  mkdirSync(folder, { recursive: true })
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies: versions })
  const file = join(folder, 'package.json')
  if (existsSync(file) && readFileSync(file, 'utf8') === manifest) return
  writeFileSync(file, manifest)
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
  })
}

/** Where no source line was found, the record has no label and is left out. */
type Recorded = Omit<RecordedMessage, 'template'> & { readonly template?: string }

function recordsOf(driver: string): Recorded[] {
  const records = join(folder, `${driver}.ndjson`)
  writeFileSync(records, '')
  const { status, signal, stderr } = spawnSync(process.execPath, [join('drivers', driver)], {
    cwd: folder,
    timeout: 60_000,
    maxBuffer: 2 ** 30,
    encoding: 'utf8',
    env: {
      PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: folder,
      NODE_OPTIONS: `--no-deprecation --import=${join(folder, 'record-messages.mjs')}`,
      CORPUS_RECORDS: records,
    },
  })
  const lines = readFileSync(records, 'utf8').split('\n').filter(Boolean)
  const failed = status !== 0 ? `, ended with ${status ?? signal}: ${stderr.slice(-1500)}` : ''
  console.log(`${driver}: ${lines.length} records${failed}`)
  return lines.map((line) => JSON.parse(line) as Recorded)
}

install()
rmSync(join(folder, 'drivers'), { recursive: true, force: true })
for (const file of readdirSync(here)) {
  if (file.endsWith('.mjs') || file === 'drivers') cpSync(join(here, file), join(folder, file), { recursive: true })
}
const chosen = process.argv.slice(2)
const drivers = readdirSync(join(here, 'drivers')).filter((file) => chosen.length === 0 || chosen.includes(file))
const recorded = drivers.flatMap(recordsOf)
const unlabelled = recorded.filter(({ template }) => template === undefined)
writeFileSync(
  join(folder, 'unlabelled.ndjson'),
  unlabelled.map(({ message }) => `${JSON.stringify(message)}\n`).join(''),
)
const labelled = recorded.filter((record): record is RecordedMessage => record.template !== undefined)
const messages = selectMessages(labelled, [
  [folder, '/srv/app'],
  [dirname(dirname(process.execPath)), '/usr/local'],
  [release(), '6.12.0'],
])
const target = chosen.length === 0 ? join(here, 'corpus.ndjson') : join(folder, 'chosen.ndjson')
writeFileSync(target, messages.map((message) => `${JSON.stringify(message)}\n`).join(''))
console.log(`${messages.length} messages, ${new Set(messages.map(({ template }) => template)).size} labels: ${target}`)
