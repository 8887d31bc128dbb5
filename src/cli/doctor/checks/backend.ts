import { TextEncoder } from 'node:util'
import { publicUrl } from '../../../internal/public-text.js'
import type { Destination } from '../../../options/destination.js'
import type { ResolvedOptions } from '../../../options/resolve-options.js'
import type { Check, Finding } from '../finding.js'
import { clockFindings } from '../network/clock-finding.js'
import { problemFinding } from '../network/problem-finding.js'
import type { Reach } from '../network/reach.js'
import { resolvedOf } from '../resolved.js'

type Otlp = Extract<Destination, { kind: 'otlp' }>

/** An export without records: valid in OTLP, and it costs nothing. */
const EMPTY_EXPORT = { protobuf: new Uint8Array(0), json: new TextEncoder().encode('{"resourceLogs":[]}') }
const CONTENT_TYPES = { protobuf: 'application/x-protobuf', json: 'application/json' }

/** The backend: reached from here as the app will reach it, by an empty export. */
export const backend: Check = {
  title: 'Backend',
  async run(app, reach) {
    const { options } = resolvedOf(app)
    if (options?.destination.kind !== 'otlp' || reach === undefined) return { says: undefined, findings: [] }
    const { destination, encoding, connection } = options
    const { url, headers, settings } = destination
    const answer = await reach(
      {
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': CONTENT_TYPES[encoding] },
        body: EMPTY_EXPORT[encoding],
      },
      connection,
    )
    if (!answer.ok)
      return { says: 'not reached', findings: [problemFinding(url, answer, settings.addressSetting, connection)] }
    const findings = [
      ...ofStatus(destination, answer.status),
      ...clockFindings(app.machine.now(), answer.date, new URL(url).host),
      ...(answer.status < 300 ? await unknownKey(options, destination, reach) : []),
    ]
    return { says: answer.status < 300 ? 'takes an empty export' : `answers ${answer.status}`, findings }
  },
}

function ofStatus({ url, settings }: Otlp, status: number): Finding[] {
  if (status < 300) return []
  const { keySetting, addressSetting, name } = settings
  if (status === 401 || status === 403)
    return [{ name: 'key_refused', what: `${name} refuses the key (${status})`, fix: `check ${keySetting}` }]
  if (status === 402 || status === 429)
    return [
      {
        name: 'quota_exceeded',
        what: `${name} takes no more for now (${status})`,
        fix: 'raise its quota, or set a budget',
        change: ['export LIPSERVICE_BUDGET=2GB/day'],
      },
    ]
  if (status >= 500)
    return [
      {
        name: 'backend_fails',
        what: `${name} answers ${status}: records will wait`,
        fix: 'try again later, and see what its operators say',
      },
    ]
  return [
    {
      name: 'address_refused',
      what: `no logs are taken at ${publicUrl(url)}: it answers ${status}`,
      fix: `check ${addressSetting}${/app\.posthog\.com|\/\/(?:us|eu)\.posthog\.com/.test(url) ? ': logs go to us.i.posthog.com or eu.i.posthog.com' : ''}`,
    },
  ]
}

/** PostHog takes logs of any token and throws those of unknown ones away; its flags say whose it is. */
async function unknownKey(
  { connection }: ResolvedOptions,
  { headers, settings, url }: Otlp,
  reach: Reach,
): Promise<Finding[]> {
  const key = headers['authorization']?.replace(/^Bearer /, '')
  if (settings.name !== 'PostHog' || key === undefined) return []
  const body = new TextEncoder().encode(JSON.stringify({ api_key: key, distinct_id: 'lipservice-doctor' }))
  const flags = `${new URL(url).origin}/flags/?v=2`
  const answer = await reach(
    { method: 'POST', url: flags, headers: { 'content-type': 'application/json' }, body },
    connection,
  )
  if (!answer.ok || answer.status !== 401) return []
  return [
    {
      name: 'key_unknown',
      what: `PostHog knows no project of this token: it takes logs and throws them away`,
      fix: `check ${settings.keySetting} and ${settings.addressSetting}: a project of the EU is at eu.i.posthog.com`,
      change: ['export POSTHOG_API_KEY=phc_…'],
    },
  ]
}
