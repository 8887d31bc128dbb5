import { inject } from 'vitest'
import type { Programs } from '../docs/code-blocks.js'

/** What several test files want and takes long to make. */
export interface MadeOnce {
  /** Path of the packed SDK. */
  readonly sdkTarball: string
  /** Path of the packed server. */
  readonly serverTarball: string
  /** The blocks of the documentation, and those of the page, ready to run. */
  readonly blockPrograms: Programs
  readonly nodeVersions: {
    /** By major version: 20 and 24, all that are supported in a longer run. */
    readonly executables: Readonly<Record<string, string>>
    /** Why they could not be installed: the registry is out of reach. */
    readonly unreachable?: string
  }
  /** A Postgres with no database of its own, or why there is none. */
  readonly postgres: { readonly url: string } | { readonly missing: string }
  /** A Chromium, or why there is none. */
  readonly chromium: { readonly path: string } | { readonly missing: string }
  /** A shop's database as `acme/make-acme.ts` fills it, to be copied, and the state of its fleet. */
  readonly acme: { readonly database: string; readonly fleet: string }
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `made-once-setup.ts` answers. */
    madeOnceUrl: string
  }
}

/** It is made when the first file of a run asks for it, shared by all, and removed at the end of the run. */
export async function madeOnce<K extends keyof MadeOnce>(name: K): Promise<MadeOnce[K]> {
  const answer = await fetch(`${inject('madeOnceUrl')}/${name}`)
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as MadeOnce[K]
}
