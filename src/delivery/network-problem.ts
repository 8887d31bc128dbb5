const NAME_SERVICE = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'])
const NOBODY_THERE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])
const TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|INVALID_CA|EPROTO)/
const MAX_DEPTH = 4

/** Why a request got no answer, as far as that is known. `refused`: at once, and there is nobody to wait for. */
export type NetworkProblem = 'host_unknown' | 'tls_failed' | 'refused' | 'other'

export function networkProblemOf(error: unknown): NetworkProblem {
  const code = codeOf(error)
  if (code === undefined) return 'other'
  if (NAME_SERVICE.has(code)) return 'host_unknown'
  if (TLS.test(code)) return 'tls_failed'
  return NOBODY_THERE.has(code) ? 'refused' : 'other'
}

/** Returns the first code down its causes: `fetch` wraps them, and a host with several addresses has an error for each. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return undefined
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown }
  if (typeof code === 'string') return code
  return codeOf(cause, depth + 1) ?? (Array.isArray(errors) ? codeOf(errors[0], depth + 1) : undefined)
}
