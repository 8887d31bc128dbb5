import type { App } from '../app/app.js'
import { isBelow, isWithin, versionOf } from '../app/versions.js'
import type { Check, Finding } from '../finding.js'

const API = '@opentelemetry/api'
/** What goes with us; each may be in several lines. */
const RANGES: Readonly<Record<string, readonly (readonly [from: string, below: string])[]>> = {
  [API]: [['1.9.0', '2.0.0']],
  '@opentelemetry/api-logs': [['0.200.0', '1.0.0']],
  '@opentelemetry/sdk-logs': [
    ['0.200.0', '1.0.0'],
    ['3.0.0', '4.0.0'],
  ],
}

/** OpenTelemetry: copies that do not know each other, and versions that do not go together. */
export const opentelemetry: Check = {
  title: 'OpenTelemetry',
  run(app) {
    const found = Object.keys(RANGES).flatMap((name) =>
      app
        .installed(name)
        .slice(0, 1)
        .map(({ version }) => `${shortOf(name)} ${version}`),
    )
    const findings = [...copiesOfApi(app), ...Object.keys(RANGES).flatMap((name) => outOfRange(app, name))]
    return { says: found.length === 0 ? undefined : found.join(', '), findings }
  },
}

const shortOf = (name: string) => name.replace('@opentelemetry/', '')

/** The first copy that is loaded is the global one, and serves none that is newer or of another major version. */
function copiesOfApi(app: App): Finding[] {
  const copies = app.installed(API)
  const versions = new Set(copies.map(({ version }) => version))
  if (versions.size < 2) return []
  const newest = [...versions].reduce((a, b) => (isBelow(a, b) ? b : a))
  return [
    {
      name: 'api_copies',
      what: `there are ${versions.size} versions of ${API}, which may not hear each other: ${copies.map(({ version, folder }) => `${version} in ${folder}`).join(', ')}`,
      fix: `have one version, ${newest}, by an override`,
      change: [`npm pkg set overrides.${API}=${newest}`, 'npm install'],
    },
  ]
}

function outOfRange(app: App, name: string): Finding[] {
  // Copies within other packages are their own business.
  return app
    .installed(name)
    .slice(0, 1)
    .flatMap(({ version, folder }) => {
      const ranges = RANGES[name]!
      if (versionOf(version) === undefined || ranges.some((range) => isWithin(version, range))) return []
      const [[from]] = ranges as readonly [readonly [string, string]]
      const isOld = isBelow(version, from)
      return [
        {
          name: isOld ? ('package_too_old' as const) : ('package_not_known' as const),
          what: `${name} ${version} in ${folder} is ${isOld ? 'too old' : 'newer than what is known here'}: ${textOf(ranges)}`,
          fix: isOld ? `update it to ${textOf(ranges)}` : 'update lipservice',
          change: [isOld ? `${app.install} ${name}@latest` : `${app.install} lipservice@latest`],
        },
      ]
    })
}

const textOf = (ranges: readonly (readonly [string, string])[]) =>
  ranges.map(([from, below]) => `${from} to below ${below}`).join(', or ')
