import { acceptPolicy, parseJson } from '../../../control-plane/policy-acceptance.js'
import { publicUrl } from '../../../internal/public-text.js'
import { Secret } from '../../../internal/secret.js'
import type { ResolvedOptions } from '../../../options/resolve-options.js'
import { policyPath } from '../../../protocol/endpoints.js'
import { withoutKeys } from '../../../redaction/without-keys.js'
import type { Check, CheckResult, Finding } from '../finding.js'
import { clockFindings } from '../network/clock-finding.js'
import { problemFinding } from '../network/problem-finding.js'
import type { Reach } from '../network/reach.js'
import { resolvedOf } from '../resolved.js'

const ADDRESS = 'lipserviceUrl / LIPSERVICE_URL'
const KEY = 'lipserviceApiKey / LIPSERVICE_API_KEY'

/** The LipService server: whether it is one, ready, takes the key, and has a policy that this service may use. */
export const server: Check = {
  title: 'Server',
  async run(app, reach) {
    const { options } = resolvedOf(app)
    if (options?.lipserviceUrl === undefined || reach === undefined) return { says: undefined, findings: [] }
    const { connection } = options
    const base = options.lipserviceUrl.replace(/\/+$/, '')
    const ready = await reach({ method: 'GET', url: `${base}/readyz` }, connection)
    if (!ready.ok) return { says: 'not reached', findings: [problemFinding(base, ready, ADDRESS, connection)] }
    const clock = clockFindings(app.machine.now(), ready.date, new URL(base).host)
    if (ready.status === 404 || (ready.status < 300 && parseJson(ready.body) === undefined))
      return { says: 'something else', findings: [...clock, notAServer(base)] }
    const policy = await policyResult(base, options, reach, app.machine.now())
    return { says: policy.says, findings: [...clock, ...notReady(ready.status, ready.body), ...policy.findings] }
  },
}

const notAServer = (base: string): Finding => ({
  name: 'not_a_server',
  what: `what answers at ${publicUrl(base)} is no LipService server`,
  fix: `check ${ADDRESS}`,
  change: ['npx lipservice-server'],
})

function notReady(status: number, body: string): Finding[] {
  if (status < 300) return []
  const { detail } = (parseJson(body) ?? {}) as { detail?: unknown }
  const why = typeof detail === 'string' ? `: ${withoutKeys(detail).slice(0, 200)}` : ''
  return [{ name: 'server_not_ready', what: `the server is not ready (${status})${why}`, fix: 'see its log' }]
}

async function policyResult(base: string, options: ResolvedOptions, reach: Reach, now: number): Promise<CheckResult> {
  const { serviceName, teamId, connection, lipserviceApiKey: key } = options
  const headers = key instanceof Secret ? { authorization: `Bearer ${key.reveal()}` } : {}
  const answer = await reach({ method: 'GET', url: base + policyPath(serviceName, teamId), headers }, connection)
  if (!answer.ok) return { says: 'not reached', findings: [problemFinding(base, answer, ADDRESS, connection)] }
  const { status, body } = answer
  if (status === 404) return { says: `ready, no policy for ${serviceName} yet`, findings: [] }
  if (status === 401 || status === 403) {
    const what = `the server ${key === undefined ? 'wants a key' : `refuses the key`} (${status})`
    return {
      says: 'refuses the key',
      findings: [
        { name: 'server_key_refused', what, fix: `check ${KEY}`, change: ['export LIPSERVICE_API_KEY=lsk_…'] },
      ],
    }
  }
  if (status >= 300) return { says: `answers ${status}`, findings: [] }
  const parsed = acceptPolicy(parseJson(body), { serviceName, teamId }, now)
  if (parsed.ok) return { says: `ready, policy version ${parsed.value.version} for ${serviceName}`, findings: [] }
  const finding: Finding = {
    name: 'policy_refused',
    what: `the SDK refuses the policy of ${serviceName}: ${parsed.problem}`,
    fix: 'see what is in it, and whether server and SDK are of one version',
    change: ['lipservice policy pull > policy.json && lipservice policy check policy.json'],
  }
  return { says: 'a policy that is refused', findings: [finding] }
}
