import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PAGE_FOLDER } from './built-page.js'

const NEEDED = /\b(?:from|import) ?"\.\/([\w-]+\.js)"/g
const LATER = /\bimport\("\.\/([\w-]+\.js)"\)/g

/** Names of built scripts. */
export interface BuiltScripts {
  /** What the first screen loads. */
  readonly first: readonly string[]
  /** What is loaded when a screen or a dialog is gone to, by the name of its script: that and all that it needs. */
  readonly screens: ReadonlyMap<string, readonly string[]>
  readonly all: readonly string[]
}

/** Returns which scripts are loaded together, as the built files themselves say it. */
export async function builtScripts(): Promise<BuiltScripts> {
  const all = (await readdir(PAGE_FOLDER)).filter((name) => name.endsWith('.js'))
  const texts = new Map(
    await Promise.all(all.map(async (name) => [name, await readFile(join(PAGE_FOLDER, name), 'utf8')] as const)),
  )
  const named = (name: string, by: RegExp) => [...texts.get(name)!.matchAll(by)].map(([, found]) => found!)
  const withNeeded = (name: string, found = new Set<string>()): Set<string> => {
    if (found.has(name)) return found
    found.add(name)
    for (const needed of named(name, NEEDED)) withNeeded(needed, found)
    return found
  }
  const app = all.find((name) => name.startsWith('app-'))
  if (app === undefined) throw new Error(`nothing was built in ${PAGE_FOLDER}`)
  const later = new Set(all.flatMap((name) => named(name, LATER)))
  return { first: [...withNeeded(app)], screens: new Map([...later].map((name) => [name, [...withNeeded(name)]])), all }
}
