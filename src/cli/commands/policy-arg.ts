import { readFile } from 'node:fs/promises'
import { type Policy, parsePolicy } from '../../protocol/policy.js'
import { UsageError } from './shared-args.js'

/** Returns the policy of a JSON file. @throws UsageError saying what is wrong with it */
export async function policyOf(path: string): Promise<Policy> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--policy ${path} cannot be read: ${error.code ?? error.message}`)
  })
  const parsed = parsePolicy(jsonOf(path, text))
  if (!parsed.ok) throw new UsageError(`--policy ${path} is no valid policy: ${parsed.problem}`)
  return parsed.value
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`--policy ${path} is no JSON: ${(error as Error).message}`)
  }
}
