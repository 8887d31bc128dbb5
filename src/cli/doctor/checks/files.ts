import type { App } from '../app/app.js'
import { OWN_VARIABLES, shownValue } from '../app/own-variables.js'
import type { EnvFile } from '../app/settings.js'
import type { Check, Finding } from '../finding.js'

const KEYS = ['POSTHOG_API_KEY', 'LIPSERVICE_API_KEY', 'LIPSERVICE_TRACE_KEY', 'OTEL_EXPORTER_OTLP_HEADERS']
const isOurs = (name: string) => name.startsWith('LIPSERVICE_') || OWN_VARIABLES.includes(name)

/** Files of variables: whether they are read, what goes before them, and whether keys in them are committed. */
export const files: Check = {
  title: 'Files of variables',
  run(app) {
    const { read, unread, overridden } = app.settings
    const findings = [
      ...unread.flatMap((file) => ofUnread(app, file)),
      ...ofOverridden(app),
      ...[...read, ...unread].flatMap((file) => ofCommitted(app, file)),
    ]
    const says = [...read.map(({ name }) => name), ...unread.map(({ name }) => `${name} (not read)`)].join(', ')
    return { says: says === '' && overridden.length === 0 ? undefined : says, findings }
  },
}

/** Node.js reads no file by itself. */
function ofUnread({ settings }: App, { name, values }: EnvFile): Finding[] {
  const ours = Object.keys(values).filter((variable) => isOurs(variable) && !settings.all.has(variable))
  if (ours.length === 0) return []
  return [
    {
      name: 'env_file_unread',
      what: `${name} has ${ours.slice(0, 4).join(', ')}, and nothing reads it: neither --env-file nor dotenv`,
      fix: `start the app with --env-file=${name}`,
      change: [`node --env-file=${name} --import lipservice/register app.js`],
    },
  ]
}

function ofOverridden({ settings }: App): Finding[] {
  return settings.overridden.flatMap((setting) => {
    const { name, from } = setting
    const holds = settings.all.get(name)
    // A shell sets these two for itself.
    if (!isOurs(name) || holds === undefined) return []
    return [
      {
        name: 'value_overridden' as const,
        what: `${name} is ${shownValue(holds)} by ${holds.from}; ${shownValue(setting)} of ${from} is not used`,
        fix: `say it in one place: take it out of ${holds.from} or ${from}`,
        change: [`- ${name} (${from})`],
      },
    ]
  })
}

function ofCommitted({ read }: App, { name, values }: EnvFile): Finding[] {
  const keys = KEYS.filter((key) => values[key])
  const ignored = read('.gitignore')
  if (keys.length === 0 || ignored === undefined) return []
  const isIgnored = ignored.split('\n').some((line) => {
    const pattern = line.trim().replace(/^\//, '')
    return (
      pattern === name ||
      pattern === '.env*' ||
      pattern === '*.env' ||
      (pattern === '.env.*' && name.startsWith('.env.')) ||
      (pattern === '.env*.local' && name.endsWith('.local'))
    )
  })
  if (isIgnored) return []
  return [
    {
      name: 'key_may_be_committed',
      what: `${name} has ${keys.join(', ')}, and .gitignore does not name it`,
      fix: 'keep it out of the repository',
      change: [`echo ${name} >> .gitignore`],
    },
  ]
}
