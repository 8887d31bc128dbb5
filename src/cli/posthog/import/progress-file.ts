import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { HistoryState } from '../../../posthog/history/history-state.js'
import { InputError } from '../../input/input-error.js'

const VERSION = 1

/** How far an import has come. */
export interface ImportProgress {
  readonly importId: string
  readonly state: HistoryState
}

/** Where it is written down between two hours, so that a killed import goes on: `--resume`. */
export interface ProgressFile {
  readonly path: string
  /** @throws InputError where there is none, or none of this version */
  read(): Promise<ImportProgress>
  /** Whole or not at all. */
  write(progress: ImportProgress): Promise<void>
  remove(): Promise<void>
}

/** @param about what is imported from where to where: each has a file of its own */
export function progressFile(
  env: Readonly<Record<string, string | undefined>>,
  about: readonly string[],
): ProgressFile {
  const name = createHash('sha256').update(about.join('\n')).digest('hex').slice(0, 16)
  const folder = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state')
  const path = join(folder, 'lipservice', `import-${name}.json`)
  return {
    path,
    async read() {
      const text = await readFile(path, 'utf8').catch(() => undefined)
      if (text === undefined) throw new InputError('there is no import to go on with: start one without --resume')
      try {
        const { version, ...progress } = JSON.parse(text) as ImportProgress & { version: number }
        if (version === VERSION) return progress
      } catch {
        // Said below.
      }
      throw new InputError(`${path} is of another version: start a new import without --resume`)
    },
    async write(progress) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writeFile(`${path}.new`, JSON.stringify({ version: VERSION, ...progress }), { mode: 0o600 })
      await rename(`${path}.new`, path)
    },
    remove: () => rm(path, { force: true }),
  }
}
