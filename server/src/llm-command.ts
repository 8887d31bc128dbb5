import { parseArgs } from 'node:util'
import { ConfigError } from './config.js'
import { systemRandom } from './internal/random.js'
import { sleep } from './internal/sleep.js'
import { createModel } from './llm/model.js'
import { PROVIDERS, type ProviderName } from './llm/providers.js'
import { type ExamResult, takeExam } from './meanings/exam.js'
import { EXAM_LINES, type ExamLine } from './meanings/exam-lines.js'

type Environment = Readonly<Record<string, string | undefined>>

const MAX_TIMEOUT_SECONDS = 600
/** Two batches. */
const MIN_LINES = 36
const OPTIONS = {
  provider: { type: 'string' },
  url: { type: 'string' },
  model: { type: 'string' },
  'timeout-seconds': { type: 'string' },
  lines: { type: 'string' },
} as const

export const LLM_USAGE = `lipservice-server llm: a language model that says what log lines are

  llm exam --model <name> --url <address>   Asks it twice about 240 bundled lines, and says how well it does

  --provider <name>          ${PROVIDERS.join(', ')}. Default: ${PROVIDERS[0]}. Environment: LIPSERVICE_LLM_PROVIDER
  --url <address>            Such as https://api.openai.com/v1, or http://127.0.0.1:11434/v1. Environment: LIPSERVICE_LLM_URL
  --model <name>             As the provider calls it. Environment: LIPSERVICE_LLM_MODEL
  --timeout-seconds <count>  1–${MAX_TIMEOUT_SECONDS}, for each request. Default: 60. Environment: LIPSERVICE_LLM_TIMEOUT_SECONDS
  --lines <count>            ${MIN_LINES}–${EXAM_LINES.length}: a part of them, to try a slow model; nothing passes by that. Default: all

  The key by the environment alone: LIPSERVICE_LLM_API_KEY. Nothing of yours is sent: the lines are bundled.
`

export interface Told {
  readonly text: string
  readonly code: 0 | 1
}

/** Runs the exam of a model. @throws ConfigError, or that the package of a provider is not installed */
export async function llmCommand(
  args: readonly string[],
  env: Environment,
  onBatch?: (done: number, all: number) => void,
): Promise<Told> {
  if (args.includes('--help') || args.length === 0) return { text: LLM_USAGE, code: 0 }
  const { values, positionals } = parsed(args)
  if (positionals.length !== 1 || positionals[0] !== 'exam')
    throw new ConfigError(`'llm' takes exam; got '${positionals.join(' ').slice(0, 80)}'`)
  const lines = linesOf(values.lines)
  const model = await createModel({ ...modelOptions(values, env), wait: sleep })
  try {
    const result = await takeExam(model, systemRandom, onBatch, lines)
    const isWhole = lines.length === EXAM_LINES.length
    const failures = isWhole
      ? result.failures
      : [...result.failures, `only ${lines.length} of ${EXAM_LINES.length} lines were asked about`]
    return { text: examText({ ...result, failures }), code: failures.length === 0 ? 0 : 1 }
  } finally {
    await model.close()
  }
}

function modelOptions(values: ReturnType<typeof parsed>['values'], env: Environment) {
  const of = (name: keyof typeof OPTIONS) => {
    return (values[name] ?? env[`LIPSERVICE_LLM_${name.toUpperCase().replace('-', '_')}`] ?? '').trim()
  }
  const [provider, url, model, seconds] = [
    of('provider') || PROVIDERS[0],
    of('url'),
    of('model'),
    of('timeout-seconds'),
  ]
  if (!isProvider(provider))
    throw new ConfigError(`--provider must be one of ${PROVIDERS.join(', ')}; got '${provider.slice(0, 80)}'`)
  if (model === '') throw new ConfigError('--model must name a model')
  if (url === '' ? provider === 'openai-compatible' : !isAddress(url))
    throw new ConfigError(`--url must begin with https:// or http://, and have no password; got '${url.slice(0, 80)}'`)
  const apiKey = env['LIPSERVICE_LLM_API_KEY'] ?? ''
  if (apiKey !== '' && isReadable(url))
    throw new ConfigError('--url must begin with https:// where there is a key: others could read it on the way')
  const timeout = seconds === '' ? 60 : Number(seconds)
  if (!(timeout >= 1 && timeout <= MAX_TIMEOUT_SECONDS))
    throw new ConfigError(`--timeout-seconds must be 1–${MAX_TIMEOUT_SECONDS}; got '${seconds.slice(0, 80)}'`)
  return { settings: { provider, url: url.replace(/\/+$/, ''), model, apiKey }, timeoutMillis: timeout * 1_000 }
}

/** Returns so many lines, evenly from all of them. */
function linesOf(text: string | undefined): readonly ExamLine[] {
  if (text === undefined) return EXAM_LINES
  const count = Number(text)
  if (!Number.isInteger(count) || count < MIN_LINES || count > EXAM_LINES.length)
    throw new ConfigError(`--lines must be ${MIN_LINES}–${EXAM_LINES.length}; got '${text.slice(0, 80)}'`)
  return Array.from({ length: count }, (_, i) => EXAM_LINES[Math.floor((i * EXAM_LINES.length) / count)]!)
}

function isProvider(name: string): name is ProviderName {
  return (PROVIDERS as readonly string[]).includes(name)
}

/** Returns whether what is sent there can be read on its way: not what stays on this machine. */
function isReadable(url: string): boolean {
  if (!url.startsWith('http:')) return false
  const { hostname } = new URL(url)
  return hostname !== 'localhost' && hostname !== '[::1]' && !/^127(?:\.\d{1,3}){3}$/.test(hostname)
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username + password === ''
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

function examText(result: ExamResult): string {
  const { model, promptVersion, lines, agreed, precision, recall, hidden, canaries, outcomes, failures } = result
  const share = (value: number | undefined) => (value === undefined ? 'nothing was' : value.toFixed(2))
  return [
    `${model}, prompt ${promptVersion}: ${failures.length === 0 ? 'passed' : 'not passed'}`,
    ...failures.map((why) => `  ${why}`),
    `  sure and the same twice         ${agreed} of ${lines} lines`,
    `  of what it says protects, right ${share(precision)}`,
    `  of what protects, found         ${share(recall)}`,
    `  hidden as health checks         ${hidden}`,
    `  canaries that it knows          ${share(canaries)}`,
    `  batches                         ${Object.entries(outcomes)
      .map(([name, many]) => `${many} ${name}`)
      .join(', ')}`,
    `  tokens                          ${result.tokensIn} in, ${result.tokensOut} out`,
    '',
  ].join('\n')
}
