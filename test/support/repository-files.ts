import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { root } from './root.js'

/** What the house tests read of a package.json. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly engines: { readonly node: string }
  readonly workspaces?: readonly string[]
  readonly scripts: Readonly<Record<string, string>>
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  /** Of a package everywhere, or of what one package needs; `$name`: as we have it. */
  readonly overrides?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

export const readText = (path: string) => readFile(join(root, path), 'utf8')
export const readJson = async <T>(path: string) => JSON.parse(await readText(path)) as T
export const namesIn = (folder: string) => readdir(join(root, folder))

/** Returns what a YAML file says; throws on whatever the parser warns of. */
export async function readYaml<T>(path: string): Promise<T> {
  const document = parseDocument(await readText(path))
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined) throw problem
  return document.toJS() as T
}

/** The packages that are published, by folder. */
export async function publishedPackages(): Promise<ReadonlyMap<string, Manifest>> {
  const { workspaces = [] } = await readJson<Manifest>('package.json')
  const entries = workspaces.map(
    async (folder) => [folder, await readJson<Manifest>(`${folder}/package.json`)] as const,
  )
  return new Map((await Promise.all(entries)).filter(([, manifest]) => manifest.private !== true))
}
