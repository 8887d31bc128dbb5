import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'tsup'

type Internals = typeof import('../src/engine/internals.js')

const INTERNALS = 'src/engine/internals.ts'
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

/** Builds and loads the engine's internal door. */
export function loadInternals(): Promise<Internals> {
  return loadInternal<Internals>(INTERNALS)
}

/** Builds the engine's internal door, and removes it when `use` is done with the file. */
export function withInternals<T>(use: (file: string) => Promise<T>): Promise<T> {
  return withInternal(INTERNALS, use)
}

/** Builds and loads a module that is no part of the public API, so that the package has no entry for it. */
export async function loadInternal<T>(source: string): Promise<T> {
  return withInternal(source, async (file) => (await import(pathToFileURL(file).href)) as T)
}

/** Builds such a module, and removes it when `use` is done with it. */
async function withInternal<T>(source: string, use: (file: string) => Promise<T>): Promise<T> {
  const outDir = mkdtempSync(join(tmpdir(), 'lipservice-bench-'))
  try {
    await build({
      config: false,
      entry: { module: source },
      define: { LIPSERVICE_VERSION: JSON.stringify(version) },
      outDir,
      format: 'esm',
      outExtension: () => ({ js: '.mjs' }),
      noExternal: [/.*/],
      platform: 'node',
      esbuildOptions(options) {
        options.minifySyntax = true
        options.banner = {
          js: "import { createRequire } from 'node:module';const require=createRequire(import.meta.url);",
        }
      },
      dts: false,
      clean: false,
      silent: true,
    })
    return await use(join(outDir, 'module.mjs'))
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}
