import { expect, it } from 'vitest'
import { publishedPackages, readJson } from '../support/repository-files.js'

interface Locked {
  readonly version?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
interface Rule {
  readonly matchPackageNames?: readonly string[]
  readonly allowedVersions?: string
  readonly automerge?: boolean
}
interface Renovate {
  readonly automerge: boolean
  readonly lockFileMaintenance: { readonly enabled: boolean }
  readonly packageRules: readonly Rule[]
}

const { packages: lock } = await readJson<{ packages: Record<string, Locked> }>('package-lock.json')
const renovate = await readJson<Renovate>('renovate.json')
const manifests = [...(await publishedPackages()).values()]

/** Where npm looks for a package that the one at a path needs: in its own folder first, then outward. */
function lookUps(path: string, name: string): string[] {
  const folders = path.split('/node_modules/')
  return [
    ...folders.map((_, i) => `${folders.slice(0, i + 1).join('/node_modules/')}/node_modules/${name}`),
    `node_modules/${name}`,
  ]
}

it('locks the binaries of every platform, not only of the one that the lockfile was made on', () => {
  const optional = Object.entries(lock).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  )
  expect(optional.length).toBeGreaterThan(50)
  const missing = optional.filter(({ path, name }) =>
    lookUps(path, name).every((candidate) => lock[candidate] === undefined),
  )
  expect(missing).toEqual([])
})

it('locks what is overridden at its version', () => {
  const overrides = Object.entries(manifests[0]!.overrides!)
  expect(overrides.length).toBeGreaterThan(0)
  for (const [name, version] of overrides)
    if (typeof version === 'string') expect(lock[`node_modules/${name}`]!.version).toBe(version)
})

it('locks what one package needs otherwise than it says as we have it, once', () => {
  const { overrides = {}, devDependencies = {} } = manifests[0]!
  const ofOne = Object.entries(overrides).flatMap(([name, needs]) =>
    typeof needs === 'string' ? [] : Object.entries(needs).map(([needed, version]) => ({ name, needed, version })),
  )
  expect(ofOne).not.toEqual([])
  for (const { name, needed, version } of ofOne) {
    expect(version).toBe(`$${needed}`)
    expect(lock[`node_modules/${needed}`]!.version).toBe(devDependencies[needed])
    expect(Object.keys(lock).filter((path) => path.endsWith(`/${name}/node_modules/${needed}`))).toEqual([])
  }
})

it('has rules for Renovate that are about packages of ours', () => {
  const known = manifests.flatMap(({ dependencies, devDependencies, peerDependencies, overrides }) =>
    [dependencies, devDependencies, peerDependencies, overrides].flatMap((names) => Object.keys(names ?? {})),
  )
  for (const name of renovate.packageRules.flatMap(({ matchPackageNames = [] }) => matchPackageNames)) {
    expect(known).toContain(name)
  }
})

it('has a group for each of the OpenTelemetry packages', () => {
  const ours = manifests.flatMap(({ devDependencies }) => Object.keys(devDependencies ?? {}))
  const grouped = renovate.packageRules.flatMap(({ matchPackageNames = [] }) => matchPackageNames)
  for (const name of ours.filter((name) => name.startsWith('@opentelemetry/'))) {
    expect(grouped.filter((other) => other === name)).toEqual([name])
  }
})

it('has what Renovate is held to', () => {
  const held = renovate.packageRules.filter(({ allowedVersions }) => allowedVersions !== undefined)
  expect(held.flatMap(({ matchPackageNames }) => matchPackageNames)).toEqual(
    expect.arrayContaining(['rollup', 'typescript', 'tsup', 'vitest']),
  )
  for (const { matchPackageNames, allowedVersions } of held) {
    const [, major] = /^\^(\d+)\.0\.0$/.exec(allowedVersions!) ?? []
    for (const name of matchPackageNames!) {
      const { version } = lock[`node_modules/${name}`]!
      expect(major === undefined ? version : version!.split('.')[0], name).toBe(major ?? allowedVersions)
    }
  }
})

it('lets a person merge what Renovate proposes', () => {
  expect(renovate.automerge).toBe(false)
  expect(renovate.lockFileMaintenance).toEqual({ enabled: true })
  for (const { automerge } of renovate.packageRules) expect(automerge).toBeUndefined()
})
