import { createServer, type IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SmallModel } from './small-model.ts'

const CONTEXT_TOKENS = 6_144
const MAX_TEXT = 24
/** They wait for each other busily: more than there are cores free take many times as long. */
const THREADS = Math.max(1, availableParallelism() - 1)

/** The part of `node-llama-cpp` that is used here. */
interface Llama {
  loadModel(options: { modelPath: string }): Promise<{
    createContext(options: {
      contextSize: number
      threads: number
      batchSize: number
    }): Promise<{ getSequence(): unknown; dispose(): Promise<void> }>
  }>
  createGrammarForJsonSchema(schema: unknown): Promise<unknown>
}
interface Runtime {
  getLlama(options: { gpu: false; build: 'never'; logLevel: string }): Promise<Llama>
  readonly LlamaChatSession: new (options: {
    contextSequence: unknown
    systemPrompt: string
  }) => {
    prompt(text: string, options: { grammar?: unknown; temperature: number; maxTokens: number }): Promise<string>
  }
}
interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly max_tokens?: number
  readonly response_format?: { readonly json_schema?: { readonly schema?: unknown } }
}

/** Serves a model on loopback as OpenAI's API does: one request at a time, answers held to the schema. */
export async function serveModel({ weights, runtime }: SmallModel): Promise<{ url: string; close(): void }> {
  const entry = createRequire(join(runtime, 'package.json')).resolve('node-llama-cpp')
  const { getLlama, LlamaChatSession } = (await import(pathToFileURL(entry).href)) as Runtime
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error' })
  const model = await llama.loadModel({ modelPath: weights })

  async function answer({ messages, max_tokens = 1_000, response_format: format }: Asked): Promise<object> {
    const said = (role: string) => messages.find((one) => one.role === role)?.content ?? ''
    const context = await model.createContext({ contextSize: CONTEXT_TOKENS, threads: THREADS, batchSize: 512 })
    try {
      const session = new LlamaChatSession({ contextSequence: context.getSequence(), systemPrompt: said('system') })
      const schema = format?.json_schema?.schema
      const grammar = schema === undefined ? undefined : await llama.createGrammarForJsonSchema(shortOf(schema))
      const options = { ...(grammar !== undefined && { grammar }), temperature: 0, maxTokens: max_tokens }
      const content = await session.prompt(said('user'), options)
      return {
        id: 'c',
        object: 'chat.completion',
        created: 0,
        model: 'smollm2-135m',
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
      }
    } finally {
      await context.dispose()
    }
  }

  let last: Promise<unknown> = Promise.resolve()
  const server = createServer((request, response) => {
    const mine = last.then(async () => answer(JSON.parse(await bodyOf(request)) as Asked))
    last = mine.catch(() => {})
    mine.then(
      (done) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(done)),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close }
}

/** Returns a schema in which texts are short: left alone, a small model goes on and on. */
function shortOf(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, shortOf(value)]))
  return inner['type'] === 'string' && inner['enum'] === undefined ? { ...inner, maxLength: MAX_TEXT } : inner
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
