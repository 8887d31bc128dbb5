/**
 * What the first 1,000 messages of a process cost to sign, 60 templates, each process measured by itself: `npm run bench:first`. With
 * `-- --before FOLDER` beside another build of the package, in turn: the folder of an unpacked tarball.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { median } from '../harness.ts'

const run = promisify(execFile)
const ROUNDS = 21
const MESSAGES = 1_000
const CHILD = `
const { signatureOf } = await import(process.argv[1])
const NOUNS = 'request customer cache order payment session job query mail worker token shard'.split(' ')
const VERBS = 'completed loaded refreshed placed retried'.split(' ')
const texts = Array.from({ length: ${MESSAGES} }, (_, n) =>
  [NOUNS[n % 12], n, 'for customer', n % 977, \`from 10.0.\${n % 7}.\${n % 250}\`, VERBS[n % 5], 'in', n % 83, 'ms, cache hit'].join(' '))
const start = process.hrtime.bigint()
for (const text of texts) signatureOf(text)
console.log(Number(process.hrtime.bigint() - start) / 1e6)
`

async function firstMillis(folder: string): Promise<number> {
  const entry = pathToFileURL(join(folder, 'dist/signature.js')).href
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', CHILD, entry])
  return Number(stdout)
}

const { values } = parseArgs({ options: { before: { type: 'string' } } })
const folders = {
  now: fileURLToPath(new URL('../..', import.meta.url)),
  ...(values.before && { before: values.before }),
}
const measured = new Map<string, number[]>(Object.keys(folders).map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, folder] of Object.entries(folders)) measured.get(name)!.push(await firstMillis(folder))
}
console.log(`the first ${MESSAGES} messages of a process, medians of ${ROUNDS} processes`)
for (const [name, millis] of measured) console.log(`  ${name.padEnd(8)} ${median(millis).toFixed(1).padStart(6)} ms`)
const before = measured.get('before')
if (before !== undefined)
  console.log(`  now / before: ${(median(measured.get('now')!) / median(before)).toFixed(2)} (goal 0.33)`)
