import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one request is answered with. */
export type Step =
  | { readonly kind: 'say'; readonly text: string }
  | {
      readonly kind: 'status'
      readonly code: number
      readonly headers?: Readonly<Record<string, string>>
      readonly message?: string
    }
  | {
      readonly kind:
        | 'hang'
        | 'drip'
        | 'cut'
        | 'huge'
        | 'html'
        | 'length'
        | 'filter'
        | 'no-usage'
        | 'fenced'
        | 'thinking'
        | 'redirect'
        | 'no-schema-support'
        | 'reasoning'
        | 'refusal'
        | 'wrong-model'
        | 'garbage'
        | 'empty'
    }

export interface Item {
  readonly id: string
  readonly level: string
  readonly template: string
}
export interface Said {
  readonly class: string
  readonly sure: boolean
  readonly why: string
}

export interface FakeLlm {
  readonly url: string
  readonly key: string
  /** Bodies of all requests that were let in. */
  readonly requests: readonly Record<string, unknown>[]
  /** The same, as they came. */
  readonly bodies: readonly string[]
  /** What it refused, and why: a client that does it right has none. */
  readonly refused: readonly string[]
  /** What comes next, one step a request; after them {@link classify} answers. */
  script(...steps: Step[]): void
  /** Nothing of that comes any more. */
  forget(): void
  classify(of: (item: Item) => Said): void
  /** Answers whatever it is asked from now on. @param of what the user's message says, as it came */
  answer(of: (user: string) => string): void
  close(): Promise<void>
}

const KEY = 'sk-fake-0123456789'
const MAX_BODY = 128 * 1024
const FIELDS = new Set(['model', 'messages', 'temperature', 'max_tokens', 'max_completion_tokens', 'response_format'])
const SCHEMA_WORDS = new Set(['type', 'properties', 'required', 'additionalProperties', 'enum', 'items'])
const DRIP_MILLIS = 5

/** An OpenAI-compatible server on loopback that takes nothing it does not know, and misbehaves as it is told. */
export async function startFakeLlm(): Promise<FakeLlm> {
  const requests: Record<string, unknown>[] = []
  const bodies: string[] = []
  const refused: string[] = []
  const steps: Step[] = []
  let answerTo = classified(() => ({ class: 'unknown', sure: true, why: 'so it is' }))
  const drips = new Set<NodeJS.Timeout>()

  const server = createServer((request, response) => {
    readBody(request).then(
      (text) => answer(request, response, text),
      () => response.destroy(),
    )
  })

  function answer(request: IncomingMessage, response: ServerResponse, text: string) {
    const refuse = (code: number, why: string) => {
      refused.push(why)
      sendJson(response, code, { error: { message: why, type: 'invalid_request_error', param: null, code: null } })
    }
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
      return refuse(404, `${request.method} ${request.url}`)
    if (request.headers.authorization !== `Bearer ${KEY}`) return refuse(401, 'no key')
    if (Buffer.byteLength(text) > MAX_BODY) return refuse(400, 'too large')
    const body = JSON.parse(text) as Record<string, unknown>
    const unknown = Object.keys(body).filter((name) => !FIELDS.has(name))
    if (unknown.length > 0) return refuse(400, `unknown fields ${unknown}`)
    const problem = schemaProblem(body['response_format'])
    if (problem !== undefined) return refuse(400, problem)
    requests.push(body)
    bodies.push(text)
    perform(steps.shift(), response, body)
  }

  function perform(step: Step | undefined, response: ServerResponse, body: Record<string, unknown>) {
    const own = () => answerTo(userOf(body))
    switch (step?.kind) {
      case undefined:
        return complete(response, own())
      case 'say':
        return complete(response, step.text)
      case 'status':
        return sendJson(response, step.code, { error: { message: step.message ?? `it is ${step.code}` } }, step.headers)
      case 'hang':
        return
      case 'drip':
        return drip(response, drips)
      case 'cut':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' }).write('{"id":"x"')
        setImmediate(() => response.destroy())
        return
      case 'huge':
        return complete(response, 'x'.repeat(300 * 1024))
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>hello</html>')
        return
      case 'length':
        return complete(response, own().slice(0, 20), 'length')
      case 'filter':
        return complete(response, '', 'content_filter')
      case 'no-usage':
        return complete(response, own(), 'stop', false)
      case 'fenced':
        return complete(response, `\`\`\`json\n${own()}\n\`\`\``)
      case 'thinking':
        return complete(response, `<think>{"T1": no}</think>\n${own()}`)
      case 'redirect':
        response.writeHead(307, { location: `${url}/elsewhere` }).end()
        return
      case 'no-schema-support':
        if (body['response_format'] !== undefined) {
          steps.unshift(step)
          return sendJson(response, 400, { error: { message: 'response_format is not supported' } })
        }
        return complete(response, own())
      case 'reasoning': {
        // As models of OpenAI do that think.
        steps.unshift(step)
        const refuse = (param: string, message: string) =>
          sendJson(response, 400, { error: { message, type: 'invalid_request_error', param, code: 'unsupported' } })
        if (body['max_tokens'] !== undefined)
          return refuse(
            'max_tokens',
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
          )
        if (body['temperature'] !== undefined)
          return refuse(
            'temperature',
            "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
          )
        return complete(response, own())
      }
      case 'refusal':
        return sendJson(response, 200, completion({ content: null, refusal: 'I cannot help with that' }))
      case 'wrong-model':
        return sendJson(response, 200, { ...completion({ content: own() }), model: 'another' })
      case 'garbage':
        return complete(response, 'as a model, I would say: security')
      case 'empty':
        return complete(response, '')
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return {
    url,
    key: KEY,
    requests,
    bodies,
    refused,
    script: (...some) => {
      steps.push(...some)
    },
    forget: () => {
      steps.length = 0
    },
    classify: (of) => {
      answerTo = classified(of)
    },
    answer: (of) => {
      answerTo = of
    },
    close: () =>
      new Promise((resolve) => {
        for (const one of drips) clearInterval(one)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Returns what the user's message of a request says. */
export function userOf(body: Record<string, unknown>): string {
  const messages = body['messages'] as { role: string; content: string }[]
  return messages.find(({ role }) => role === 'user')!.content
}

/** Returns the lines that a user's message asks about. */
export function itemsIn(user: string): Item[] {
  return JSON.parse(user) as Item[]
}

function classified(of: (item: Item) => Said): (user: string) => string {
  return (user) => JSON.stringify(Object.fromEntries(itemsIn(user).map((item) => [item.id, of(item)])))
}

function complete(response: ServerResponse, content: string, finish = 'stop', hasUsage = true): void {
  const { usage, ...rest } = completion({ content }, finish)
  sendJson(response, 200, hasUsage ? { ...rest, usage } : rest)
}

function completion(message: object, finish = 'stop') {
  return {
    id: 'c1',
    object: 'chat.completion',
    created: 1,
    model: 'fake',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    usage: { prompt_tokens: 700, completion_tokens: 300, total_tokens: 1_000 },
  }
}

function drip(response: ServerResponse, drips: Set<NodeJS.Timeout>): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  drips.add(setInterval(() => response.write(' '), DRIP_MILLIS))
}

function sendJson(
  response: ServerResponse,
  code: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** Returns why a schema is not in the part that all providers take. */
function schemaProblem(format: unknown): string | undefined {
  if (format === undefined) return undefined
  const { type, json_schema: named } = format as { type: string; json_schema?: { schema?: unknown } }
  if (type !== 'json_schema' || named?.schema === undefined) return `response_format ${type}`
  return problemOf(named.schema)
}

function problemOf(schema: unknown): string | undefined {
  const found = schema as Record<string, unknown>
  const word = Object.keys(found).find((name) => !SCHEMA_WORDS.has(name))
  if (word !== undefined) return `the schema has ${word}`
  if (found['type'] !== 'object') return undefined
  const properties = found['properties'] as Record<string, unknown>
  if (found['additionalProperties'] !== false) return 'additionalProperties must be false'
  if (String(found['required']) !== String(Object.keys(properties))) return 'all properties must be required'
  return Object.values(properties)
    .map(problemOf)
    .find((problem) => problem !== undefined)
}
