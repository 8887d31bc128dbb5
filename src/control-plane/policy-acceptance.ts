import type { ParseResult } from '../protocol/field-check.js'
import { type Policy, parsePolicy } from '../protocol/policy.js'

export interface PolicyAddressee {
  readonly serviceName: string
  readonly teamId: number | undefined
}

/** Returns the value of a JSON text; `undefined` if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns the policy of a document that is valid, not expired, and for this service. Any other is refused as a whole. */
export function acceptPolicy(
  document: unknown,
  { serviceName, teamId }: PolicyAddressee,
  epochMillis: number,
): ParseResult<Policy> {
  const parsed = parsePolicy(document)
  if (!parsed.ok) return parsed
  const { expires_at, service, team_id } = parsed.value
  if (expires_at !== undefined && Date.parse(expires_at) <= epochMillis) return refused('the policy has expired')
  if (service !== undefined && service !== serviceName) return refused('the policy is for another service')
  if (team_id !== undefined && teamId !== undefined && team_id !== teamId) {
    return refused('the policy is for another team')
  }
  return parsed
}

const refused = (problem: string): ParseResult<Policy> => ({ ok: false, problem })
