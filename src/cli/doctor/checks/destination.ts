import { publicUrl } from '../../../internal/public-text.js'
import type { App } from '../app/app.js'
import type { Check, Finding } from '../finding.js'
import { resolvedOf } from '../resolved.js'

const PLACEHOLDER =
  /^(?:phc_(?:…|\.{3}|x{3,}|project_token|your_?(?:project_?)?(?:api_?)?(?:key|token).*)|lsk_(?:…|\.{3}|x{3,}|your.*)|changeme|<.*>|your[-_].*)$/i
const OPTIONS_IN_CODE = /\b(?:posthogApiKey|exporter)\s*[:,}]/

/** Where logs go, and under which name. */
export const destination: Check = {
  title: 'Destination',
  run(app) {
    const { options, problem } = resolvedOf(app)
    const findings = [...ofKeys(app), ...ofSwitches(app)]
    if (options === undefined) {
      const isMissing = problem.startsWith('no destination')
      // Any other is a finding of the variables.
      if (!isMissing || setInCode(app))
        return { says: isMissing ? 'set in code' : 'the options are not valid', findings }
      return { says: 'none', findings: [...findings, noDestination] }
    }
    const { serviceName, destination: to } = options
    if (to.kind === 'none' && !setInCode(app) && !to.because.includes('is false') && !to.because.includes('DISABLED'))
      findings.push({ ...noDestination, name: 'goes_nowhere', what: `logs go nowhere: ${to.because}` })
    if (serviceName.startsWith('unknown_service') && !app.sources.says(/\bserviceName\s*[:,}]/))
      findings.push(unnamed(app))
    const where =
      to.kind === 'otlp' ? `${to.settings.name} at ${publicUrl(to.url)}` : setInCode(app) ? 'set in code' : 'nowhere'
    return { says: `${where}, as ${serviceName}`, findings }
  },
}

const setInCode = ({ sources }: App) =>
  sources.says(OPTIONS_IN_CODE) || sources.says(/setGlobalLoggerProvider|NodeSDK\s*\(/)

const noDestination: Finding = {
  name: 'no_destination',
  what: 'there is no destination: the app starts without LipService, or not at all',
  fix: 'set POSTHOG_API_KEY to the token of your PostHog project, or OTEL_EXPORTER_OTLP_ENDPOINT to an OTLP receiver',
  change: ['export POSTHOG_API_KEY=phc_…'],
}

function unnamed({ manifest }: App): Finding {
  const name = manifest?.['name']
  return {
    name: 'service_unnamed',
    what: 'the service has no name: its logs and policies go by unknown_service:node, like those of any other app',
    fix: 'set OTEL_SERVICE_NAME',
    change: [
      `export OTEL_SERVICE_NAME=${typeof name === 'string' ? name.replace(/^@.*\//, '').slice(0, 100) : 'my-service'}`,
    ],
  }
}

function ofKeys({ settings: { all } }: App): Finding[] {
  return (['POSTHOG_API_KEY', 'LIPSERVICE_API_KEY'] as const).flatMap((name): Finding[] => {
    const setting = all.get(name)
    const value = setting?.value ?? ''
    if (PLACEHOLDER.test(value)) {
      return [
        {
          name: 'placeholder_key',
          what: `${name} (${setting!.from}) is the one of an example`,
          fix:
            name === 'POSTHOG_API_KEY'
              ? "put your project's token in, from PostHog's project settings"
              : 'put a key in that the server made: lipservice-server keys create',
          change: [`export ${name}=${name === 'POSTHOG_API_KEY' ? 'phc_…' : 'lsk_…'}`],
        },
      ]
    }
    const isOther = name === 'POSTHOG_API_KEY' ? /^(?:lsk_|phx_|phs_)/.test(value) : /^ph[cxs]_/.test(value)
    if (!isOther) return []
    const kind = value.startsWith('lsk_')
      ? 'a key of the LipService server'
      : value.startsWith('phc_')
        ? 'a token of a PostHog project'
        : 'a personal key of PostHog'
    return [
      {
        name: 'keys_swapped',
        what: `${name} (${setting!.from}) holds ${kind}`,
        fix:
          name === 'POSTHOG_API_KEY'
            ? 'it takes the token of a project, phc_…'
            : 'it takes a key of the LipService server, lsk_…',
        change: [`export ${name}=${name === 'POSTHOG_API_KEY' ? 'phc_…' : 'lsk_…'}`],
      },
    ]
  })
}

function ofSwitches({ settings: { all } }: App): Finding[] {
  const isOff = (name: string, pattern: RegExp) => pattern.test(all.get(name)?.value.trim() ?? '')
  const switches = [
    ['LIPSERVICE_ENABLED', /^(?:false|0)$/, 'nothing is sampled or sent'],
    ['OTEL_SDK_DISABLED', /^true$/i, 'nothing is sampled or sent'],
    ['LIPSERVICE_SAMPLING', /^off$/, 'nothing is sampled, all is sent'],
  ] as const
  return switches.flatMap(([name, pattern, effect]) => {
    if (!isOff(name, pattern)) return []
    const { value, from } = all.get(name)!
    return [
      {
        name: 'switched_off' as const,
        what: `${name}=${value.trim()} (${from}): ${effect}`,
        fix: `take ${name} out`,
        change: [`- ${name}=${value.trim()}`],
      },
    ]
  })
}
