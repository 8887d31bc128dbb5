import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { defineCommand } from 'citty'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { FRAMEWORKS, INIT_LOGGERS } from '../init/answers.js'
import { answersFor, type Given, isHttp } from '../init/ask.js'
import { detect } from '../init/detect.js'
import { planFor, type Step } from '../init/plan.js'
import { InputError } from '../input/input-error.js'
import { cleanText } from '../terminal/clean-text.js'
import { type Screen, styled } from '../terminal/screen.js'
import { JSON_OUTPUT } from './shared-args.js'

export const init = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'init', description: 'Print the lines that an app needs, for its logger and framework' },
    args: {
      folder: {
        type: 'positional',
        description: 'Folder of the app',
        default: '.',
        valueHint: 'FOLDER',
        required: false,
      },
      logger: { type: 'string', description: 'What the app logs by; none: no code', valueHint: INIT_LOGGERS.join('|') },
      framework: { type: 'string', description: 'What it is made with', valueHint: FRAMEWORKS.join('|') },
      server: { type: 'string', description: 'Address of a LipService server, or none', valueHint: 'URL' },
      write: { type: 'boolean', description: 'Write files that are not there yet', default: false },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const folder = path.resolve(args.folder)
      if (!existsSync(folder)) throw new InputError(`there is no folder ${args.folder}`)
      const detected = detect(folder)
      const answers = await answersFor(context, givenBy(args), detected)
      if (answers === undefined) return end(EXIT.interrupted)
      const steps = planFor(answers, detected)
      const written = args.write ? steps.map((step) => writeStep(step, folder)) : []
      if (args.json) context.out.write(`${JSON.stringify({ ...answers, steps: steps.map(stepJson) })}\n`)
      else context.out.write(stepsText(steps, context.out) + written.join(''))
      end(EXIT.ok)
    },
  })

function givenBy(args: {
  readonly logger?: string | undefined
  readonly framework?: string | undefined
  readonly server?: string | undefined
}): Given {
  const { server } = args
  if (server !== undefined && server !== 'none' && !isHttp(server))
    throw new UsageError(`--server must be an http:// or https:// URL, or none; got '${cleanText(server, 80)}'`)
  return {
    logger: oneOf('logger', INIT_LOGGERS, args.logger),
    framework: oneOf('framework', FRAMEWORKS, args.framework),
    server: server === 'none' ? null : server,
  }
}

function oneOf<Value extends string>(
  name: string,
  values: readonly Value[],
  given: string | undefined,
): Value | undefined {
  if (given === undefined) return undefined
  const found = values.find((value) => value === given)
  if (found === undefined)
    throw new UsageError(`--${name} must be one of ${values.join(', ')}; got '${cleanText(given, 80)}'`)
  return found
}

const stepJson = ({ title, file, isWhole, text }: Step) => ({ title, file, is_whole: isWhole === true, text })

/** Code as it is: for copying. */
function stepsText(steps: readonly Step[], screen: Screen): string {
  return `${steps
    .flatMap(({ title, file, text }, i) => [
      '',
      `${styled(screen, 'bold', `${i + 1}. ${title}`)}${file === undefined ? '' : `  ${styled(screen, 'dim', file)}`}`,
      '',
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => (line === '' ? '' : `    ${line}`)),
    ])
    .join('\n')}\n\n`
}

function writeStep({ file, isWhole, text }: Step, folder: string): string {
  if (file === undefined || isWhole !== true) return ''
  const target = path.join(folder, file)
  mkdirSync(path.dirname(target), { recursive: true })
  try {
    writeFileSync(target, text, { flag: 'wx' })
    return `${file} is written.\n`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return `${file} is there already and stays as it is.\n`
    throw new InputError(`${file} cannot be written: ${code}`)
  }
}
