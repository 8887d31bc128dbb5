import type { JSONSchema7, LanguageModelV4, LanguageModelV4GenerateResult } from '@ai-sdk/provider'
import { createGuardedFetch, GuardError } from './guarded-fetch.js'
import { type Manners, mannersAfter, outputTokens, USUAL_MANNERS } from './manners.js'
import { loadModel, type ModelSettings } from './providers.js'

/** What is asked. The answer has to be JSON of the schema: whoever gets it checks that again. */
export interface Prompt {
  readonly system: string
  readonly user: string
  readonly schema: JSONSchema7
  readonly maxOutputTokens: number
}

export interface Answer {
  readonly outcome: 'answered'
  readonly text: string
  /** As the model says; `undefined`: it says nothing. */
  readonly tokensIn: number | undefined
  readonly tokensOut: number | undefined
}

/** No answer. `status` is of HTTP, where there was one. */
export interface Failure {
  readonly outcome:
    | 'too-large'
    | 'redirected'
    | 'timeout'
    | 'unreachable'
    | 'refused'
    | 'overloaded'
    | 'malformed'
    | 'cut-off'
    | 'filtered'
  readonly message: string
  readonly status: number | undefined
}

export interface Model {
  readonly name: string
  /** Returns the body of the request that would be sent, byte for byte. Sends nothing. */
  render(prompt: Prompt): Promise<string>
  /** Returns how many tokens an answer may have, with what it thinks. */
  maxTokens(prompt: Prompt): number
  /** Asks once more where it is overloaded, and without what its server refuses. Never rejects. */
  ask(prompt: Prompt): Promise<Answer | Failure>
  /** Ends what is under way, which fails: nobody waits for it any more. */
  abandon(): void
  close(): Promise<void>
}

interface ModelOptions {
  readonly settings: ModelSettings
  readonly timeoutMillis: number
  /** Resolves after so many milliseconds. */
  readonly wait: (millis: number) => Promise<void>
}

const MAX_MESSAGE = 200
const MAX_REFUSAL = 2_000
const MAX_WAIT_MILLIS = 60_000
const DEFAULT_WAIT_MILLIS = 2_000

/** Returns the model that the settings name. @throws if the package of its provider is not installed */
export async function createModel({ settings, timeoutMillis, wait }: ModelOptions): Promise<Model> {
  const guarded = createGuardedFetch(timeoutMillis)
  let manners = USUAL_MANNERS
  let abandoned = Promise.withResolvers<'abandoned'>()
  const model = await loadModel(settings, guarded.fetch, () => manners)

  async function ask(prompt: Prompt, mayRetry = true): Promise<Answer | Failure> {
    const asked = manners
    try {
      const answer = answerOf(await generate(model, prompt, asked))
      if (answer.outcome === 'cut-off') manners = { ...manners, thinks: true }
      return answer
    } catch (error) {
      const failure = failureOf(error)
      const others = failure.status === 400 ? mannersAfter(asked, refusalIn(error)) : undefined
      if (others !== undefined) {
        manners = others
        return ask(prompt, mayRetry)
      }
      if (failure.outcome !== 'overloaded' || !mayRetry) return failure
      const millis = retryAfterOf(error) ?? DEFAULT_WAIT_MILLIS
      if (millis > MAX_WAIT_MILLIS) return failure
      if ((await Promise.race([wait(millis), abandoned.promise])) === 'abandoned') return failure
      return ask(prompt, false)
    }
  }
  /** Of the same settings, and with no way out. */
  const goNowhere = async (_url: unknown, init?: { readonly body?: unknown }) => {
    throw new Rendered(String(init?.body ?? ''))
  }
  const rendered = await loadModel(settings, goNowhere as typeof globalThis.fetch, () => manners)
  const render = (prompt: Prompt) =>
    generate(rendered, prompt, manners).then(
      () => '',
      (error: unknown) => renderedIn(error),
    )
  return {
    name: settings.model,
    render,
    maxTokens: ({ maxOutputTokens }) => outputTokens(manners, maxOutputTokens),
    ask: (prompt) => ask(prompt),
    abandon() {
      abandoned.resolve('abandoned')
      abandoned = Promise.withResolvers()
      guarded.abandon()
    },
    close: guarded.close,
  }
}

/** The body of a request that is not sent. */
class Rendered extends Error {
  readonly body: string

  constructor(body: string) {
    super('it is not sent')
    this.body = body
  }
}

function renderedIn(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) if (one instanceof Rendered) return one.body
  throw error
}

async function generate(model: LanguageModelV4, { system, user, schema, maxOutputTokens }: Prompt, manners: Manners) {
  return model.doGenerate({
    prompt: [
      { role: 'system', content: system },
      { role: 'user', content: [{ type: 'text', text: user }] },
    ],
    ...(manners.takesTemperature && { temperature: 0 }),
    maxOutputTokens: outputTokens(manners, maxOutputTokens),
    ...(manners.takesSchema && { responseFormat: { type: 'json', schema, name: 'answer' } }),
  })
}

function answerOf({ content, finishReason, usage }: LanguageModelV4GenerateResult): Answer | Failure {
  const failed = (outcome: Failure['outcome'], message: string): Failure => ({ outcome, message, status: 200 })
  if (finishReason.unified === 'length') return failed('cut-off', 'its answer is cut off: it has too many tokens')
  if (finishReason.unified === 'content-filter') return failed('filtered', 'a filter of its provider took the answer')
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('')
  if (text === '') return failed('malformed', 'its answer has no text')
  const { inputTokens, outputTokens } = usage
  return { outcome: 'answered', text, tokensIn: inputTokens.total, tokensOut: outputTokens.total }
}

function failureOf(error: unknown): Failure {
  const guard = [error, (error as Error).cause].find((one) => one instanceof GuardError)
  if (guard !== undefined) return { outcome: guard.kind, message: guard.message, status: undefined }
  const { statusCode, message } = error as { statusCode?: number; message: string }
  const outcome =
    statusCode === undefined || statusCode < 400
      ? 'malformed'
      : statusCode === 429 || statusCode >= 500
        ? 'overloaded'
        : 'refused'
  return { outcome, message: message.slice(0, MAX_MESSAGE), status: statusCode }
}

/** Returns what a server says of a request that it refuses. */
function refusalIn(error: unknown): string {
  const { message, responseBody = '' } = error as { message: string; responseBody?: string }
  return `${message} ${responseBody}`.slice(0, MAX_REFUSAL)
}

/** Returns for how long a server that is overloaded asks to be left alone; `undefined`: it does not say, in seconds. */
function retryAfterOf(error: unknown): number | undefined {
  const text = (error as { responseHeaders?: Record<string, string> }).responseHeaders?.['retry-after']
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : undefined
}
