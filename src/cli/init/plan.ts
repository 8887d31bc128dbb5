import type { Answers } from './answers.js'
import { frameworkCode, loggerCode, nextCode } from './code.js'
import type { Detected } from './detect.js'

/** One thing to do. */
export interface Step {
  readonly title: string
  /** Where it goes; `undefined`: into a shell. */
  readonly file?: string
  /** Whether the file is all of this, so that it may be written. */
  readonly isWhole?: boolean
  readonly text: string
}

/** Returns all that has to be done so that an app has us in it, in order. */
export function planFor(answers: Answers, detected: Detected): Step[] {
  return [
    { title: 'Install it', text: `${detected.install} lipservice\n` },
    ...(answers.logger === 'none' ? zeroCodeSteps(answers, detected) : codeSteps(answers.logger, answers, detected)),
    { title: 'Set its variables', text: variables(answers, detected) },
    { title: 'Look whether all is right', text: 'npx lipservice doctor\n' },
  ]
}

function zeroCodeSteps({ framework }: Answers, { start }: Detected): Step[] {
  // Next starts its processes by itself.
  if (framework === 'next')
    return [
      {
        title: 'Start it with the app',
        text: 'NODE_OPTIONS="--import $PWD/node_modules/lipservice/dist/register.js" npx next start\n',
      },
    ]
  const command =
    start !== undefined && /^node\s/.test(start)
      ? start.replace(/^node\s+/, 'node --import lipservice/register ')
      : 'node --import lipservice/register app.js'
  return [{ title: 'Start it with the app', text: `${command}\n` }]
}

function codeSteps(logger: Exclude<Answers['logger'], 'none'>, { framework }: Answers, detected: Detected): Step[] {
  const { isEsm, isTypescript, sources } = detected
  const place = (name: string) => (sources === '' ? name : `${sources}/${name}`)
  const extension = isTypescript ? 'ts' : 'js'
  if (framework === 'next') {
    return [
      {
        title: 'Start it in each server process',
        file: place(`instrumentation.${extension}`),
        isWhole: true,
        text: nextCode(logger),
      },
      {
        title: 'Keep it out of the bundle',
        file: 'next.config.ts',
        text: "export default { serverExternalPackages: ['lipservice'] }\n",
      },
      ...(logger === 'console'
        ? []
        : [
            {
              title: 'Wrap the logger where it is made',
              file: place(`logger.${extension}`),
              text: loggerCode(logger, true)
                .replace('configureAdaptiveLogging()\n', '')
                .replace(/^.*\{ configureAdaptiveLogging \}.*\n/m, ''),
            },
          ]),
    ]
  }
  const code = frameworkCode(framework, logger, './logger.js', isEsm, isTypescript)
  return [
    { title: 'Make the logger', file: place(`logger.${extension}`), isWhole: true, text: loggerCode(logger, isEsm) },
    ...(code === undefined
      ? [
          {
            title: 'Import it first',
            file: place(`app.${extension}`),
            text: isEsm ? "import { logger } from './logger.js'\n" : "const { logger } = require('./logger.js')\n",
          },
        ]
      : [{ title: 'Use it where the app is made', file: place(`app.${extension}`), text: code }]),
  ]
}

function variables({ server }: Answers, { service }: Detected): string {
  const lines = [
    ['POSTHOG_API_KEY', 'phc_project_token'],
    ['OTEL_SERVICE_NAME', service],
    ...(server === undefined
      ? []
      : [
          ['LIPSERVICE_URL', server],
          ['LIPSERVICE_API_KEY', 'lsk_server_key'],
        ]),
  ]
  return lines.map(([name, value]) => `export ${name}=${value}\n`).join('')
}
