import type { CommandContext } from '../command/command-context.js'
import { endOf } from '../terminal/end-of.js'
import { type Answers, FRAMEWORKS, type Framework, INIT_LOGGERS, type InitLogger } from './answers.js'
import type { Detected } from './detect.js'

const LABELS: Readonly<Record<InitLogger | Framework, string>> = {
  pino: 'pino',
  winston: 'winston',
  nest: "Nest, and Nest's own logger",
  console: 'the console',
  opentelemetry: 'OpenTelemetry',
  express: 'Express',
  fastify: 'Fastify',
  next: 'Next.js',
  none: 'none of them',
}

/** What was said before anybody is asked. */
export type Given = { readonly [Name in keyof Answers]?: Answers[Name] | null | undefined }

/** Asks what is not given, on a terminal; where nobody can be asked, takes what was detected. Returns `undefined` if somebody gives up. */
export async function answersFor(
  context: CommandContext,
  given: Given,
  detected: Detected,
): Promise<Answers | undefined> {
  const { logger, framework, server } = given
  const isComplete = logger !== undefined && framework !== undefined && server !== undefined
  if (isComplete || context.stdin.isTTY !== true || !context.out.isTerminal)
    return {
      logger: logger ?? detected.logger,
      framework: framework ?? detected.framework,
      server: server ?? undefined,
    }
  const { isCancel, select, text } = await import('@clack/prompts')
  const signal = endOf(context)
  const chosenLogger =
    logger ??
    (await select<InitLogger>({
      message: 'What does the app log by?',
      signal,
      initialValue: detected.logger,
      options: INIT_LOGGERS.map((value) => ({
        value,
        label: value === 'none' ? 'anything: no code, started with the app' : LABELS[value],
      })),
    }))
  if (isCancel(chosenLogger)) return undefined
  const chosenFramework =
    framework ??
    (await select<Framework>({
      message: 'Which framework?',
      signal,
      initialValue: detected.framework,
      options: FRAMEWORKS.map((value) => ({ value, label: value === 'nest' ? 'NestJS' : LABELS[value] })),
    }))
  if (isCancel(chosenFramework)) return undefined
  const chosenServer =
    server !== undefined
      ? server
      : await text({
          message: 'Address of a LipService server? Empty: none, each process adapts by itself',
          signal,
          placeholder: 'http://127.0.0.1:8318',
          defaultValue: '',
          validate: (value) =>
            value === undefined || value === '' || isHttp(value) ? undefined : 'an http:// or https:// URL',
        })
  if (isCancel(chosenServer)) return undefined
  return { logger: chosenLogger, framework: chosenFramework, server: chosenServer || undefined }
}

export const isHttp = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
