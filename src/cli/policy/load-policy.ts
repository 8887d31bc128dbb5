import { type Policy, parsePolicy } from '../../protocol/policy.js'
import type { CommandContext } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { InputError } from '../input/input-error.js'
import { askServer, type ServerArguments } from './ask-server.js'
import { type PolicyDocument, readPolicyFile } from './read-policy-file.js'

/** Reads a file; without one the server is asked. @throws as both */
export async function load(
  context: CommandContext,
  file: string | undefined,
  server: ServerArguments,
): Promise<PolicyDocument> {
  if (file === undefined) return askServer(context, server)
  if (server.url !== undefined) throw new UsageError('a file or a server, not both: leave --url out')
  return readPolicyFile(file)
}

/** @throws InputError where an SDK would refuse it */
export function trusted({ name, document }: PolicyDocument): Policy {
  const parsed = parsePolicy(document)
  if (parsed.ok) return parsed.value
  throw new InputError(`${name} is no policy that an SDK takes: ${parsed.problem}`)
}
