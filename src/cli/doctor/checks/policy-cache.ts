import { accessSync, constants, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Check } from '../finding.js'
import { resolvedOf } from '../resolved.js'

/** The file of the last policy: its directory has to be there. */
export const policyCache: Check = {
  title: 'Policy cache',
  run(app) {
    const { options } = resolvedOf(app)
    if (options?.policyCacheFile === undefined) return { says: undefined, findings: [] }
    const file = path.resolve(app.folder, options.policyCacheFile)
    const directory = path.dirname(file)
    const problem = problemOf(file, directory)
    if (problem === undefined) return { says: file, findings: [] }
    return {
      says: file,
      findings: [
        {
          name: 'policy_cache_unusable',
          what: `the policy cannot be kept in ${file}: ${problem}`,
          fix: 'make its directory, or name another file by LIPSERVICE_POLICY_CACHE_FILE',
          change: [`mkdir -p -m 700 ${directory}`],
        },
      ],
    }
  },
}

function problemOf(file: string, directory: string): string | undefined {
  if (!existsSync(directory)) return `there is no directory ${directory}`
  if (!statSync(directory).isDirectory()) return `${directory} is no directory`
  if (existsSync(file) && !statSync(file).isFile()) return 'it is no file'
  try {
    accessSync(directory, constants.W_OK | constants.X_OK)
    return undefined
  } catch {
    return `${directory} cannot be written`
  }
}
