import * as z from 'zod/mini'
import type { CommandContext } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { InputError } from '../input/input-error.js'
import { answerOf } from '../server/server-answer.js'
import { openServerApi } from '../server/server-api.js'

const MAX_PATTERNS = 500
const LIMITS = { timeoutMillis: 5_000, maxBytes: 4 << 20 }

const ANSWER = z.looseObject({
  patterns: z.array(
    z.looseObject({
      signature: z.string(),
      check: z.nullable(z.string()),
      call_site: z.optional(z.nullable(z.string())),
    }),
  ),
})

/** Where patterns are logged, by signature and check; the check may be empty. */
export type CallSites = ReadonlyMap<string, string>

export const callSiteKey = (signature: string, check: string): string => `${signature}:${check}`

/** Asks a server where the dearest patterns of a service are logged. None where it does not say: what is asked for does not fail by it. */
export async function askCallSites(
  context: CommandContext,
  url: string | undefined,
  service: string,
): Promise<CallSites> {
  const sites = new Map<string, string>()
  try {
    const api = openServerApi(context, url, 'read', LIMITS)
    try {
      const path = `/api/v1/patterns?service=${encodeURIComponent(service)}&limit=${MAX_PATTERNS}`
      const body = await api.ask({ method: 'GET', path, about: `the patterns of ${service}` })
      for (const { signature, check, call_site: site } of answerOf(ANSWER, body, api.shown).patterns) {
        if (!site) continue
        sites.set(callSiteKey(signature, check ?? ''), site)
        sites.set(callSiteKey(signature, ''), site)
      }
    } finally {
      await api.close()
    }
  } catch (error) {
    if (!(error instanceof InputError || error instanceof UsageError)) throw error
  }
  return sites
}
