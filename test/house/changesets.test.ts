import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, it } from 'vitest'
import { parse } from 'yaml'
import { namesIn, publishedPackages, readJson, readText } from '../support/repository-files.js'
import { root } from '../support/root.js'

const run = promisify(execFile)
const packages = await publishedPackages()
const names = [...packages.values()].map(({ name }) => name)
const pending = (await namesIn('.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md')

let folder: string | undefined
afterEach(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  folder = undefined
})

it('gives all published packages one version', async () => {
  const { fixed } = await readJson<{ fixed: string[][] }>('.changeset/config.json')
  expect(fixed).toEqual([names])
  expect(new Set([...packages.values()].map(({ version }) => version)).size).toBe(1)
})

it('publishes in the open, with provenance', () => {
  for (const { publishConfig } of packages.values())
    expect(publishConfig).toEqual({ access: 'public', provenance: true })
})

it.each([...packages])('has a changelog of %s that begins with its version', async (directory, { version }) => {
  const [heading] = /^## .*$/m.exec(await readText(`${directory}/CHANGELOG.md`)) ?? []
  expect([`## ${version}`, `## ${version} (unreleased)`]).toContain(heading)
})

it('waits with changesets until the version that is written by hand is out', async () => {
  const changelog = await readText('CHANGELOG.md')
  if (changelog.includes('(unreleased)')) expect(pending).toEqual([])
})

it('has changesets for packages that exist, by steps that exist', async () => {
  for (const file of pending) {
    const [, head] = /^---\n(.*?)\n---\n/s.exec(await readText(`.changeset/${file}`)) ?? []
    for (const [name, step] of Object.entries(parse(head!) as Record<string, string>)) {
      expect(names).toContain(name)
      expect(['patch', 'minor', 'major']).toContain(step)
    }
  }
})

it('makes a version and its changelogs of a changeset', async () => {
  folder = await mkdtemp(join(tmpdir(), 'lipservice-version-'))
  const into = folder
  const files = ['package.json', 'package-lock.json', 'CHANGELOG.md', '.changeset/config.json']
  const ofServer = ['server/package.json', 'server/CHANGELOG.md']
  const ofPrivate = ['dashboard/package.json']
  for (const file of [...files, ...ofServer, ...ofPrivate]) await cp(join(root, file), join(into, file))
  await writeFile(join(into, '.changeset/brave-logs.md'), `---\n'lipservice': minor\n---\n\nA sentence for people.\n`)
  await run('git', ['init', '--quiet'], { cwd: into })

  await run(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], { cwd: into })

  const [major, minor] = packages.get('.')!.version.split('.')
  const next = `${major}.${Number(minor) + 1}.0`
  for (const directory of packages.keys()) {
    const manifest = JSON.parse(await readFile(join(into, directory, 'package.json'), 'utf8'))
    expect(manifest.version).toBe(next)
    const before = await readText(`${directory}/CHANGELOG.md`)
    const after = await readFile(join(into, directory, 'CHANGELOG.md'), 'utf8')
    // The entry stands between the introduction and the version before.
    const at = before.search(/^## /m)
    expect(after.startsWith(`${before.slice(0, at)}## ${next}\n`)).toBe(true)
    expect(after.endsWith(before.slice(at))).toBe(true)
  }
  expect(await readFile(join(into, 'CHANGELOG.md'), 'utf8')).toContain('A sentence for people.')
}, 60_000)
