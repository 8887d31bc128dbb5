// `npm run release:check -- v1.2.3 owner/name`: exits with 1, and says why, if this commit must not be published under that tag.
import { readdir, readFile } from 'node:fs/promises'
import { type Manifest, releaseProblems } from './release-problems.ts'

const root = new URL('../', import.meta.url)
const [tag = '', repository = ''] = process.argv.slice(2)

const packages = await Promise.all(
  ['./', './server/'].map(async (folder) => ({
    manifest: JSON.parse(await readFile(new URL(`${folder}package.json`, root), 'utf8')) as Manifest,
    changelog: await readFile(new URL(`${folder}CHANGELOG.md`, root), 'utf8'),
  })),
)
const pendingChangesets = (await readdir(new URL('.changeset/', root))).filter(
  (file) => file.endsWith('.md') && file !== 'README.md',
)

const problems = releaseProblems({ tag, repository, packages, pendingChangesets })
for (const problem of problems) process.stderr.write(`release: ${problem}\n`)
if (problems.length > 0) process.exitCode = 1
