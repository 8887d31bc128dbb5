import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Config, readConfig } from '../../src/config.js'
import { USUAL_MANNERS } from '../../src/llm/manners.js'
import { createModel } from '../../src/llm/model.js'
import { loadModel, type ModelSettings, PROVIDERS, type ProviderName } from '../../src/llm/providers.js'
import { llmCommand } from '../../src/llm-command.js'
import { verdictsOf } from '../../src/meanings/answer.js'
import { promptFor } from '../../src/meanings/prompt.js'

const PROMPT = promptFor([{ template: 'User <*> logged in', severity: 'INFO' }])
const SAID = '{"T1":{"class":"security","sure":true,"why":"a login"}}'
const KEY = 'k-0123456789'

interface Documented {
  readonly name: string
  readonly args: readonly string[]
  readonly env: Record<string, string>
}

/** Commands of the documentation that start a server with a model, each under the name of its provider. */
function documented(): Documented[] {
  const text = readFileSync(new URL('../../../docs/llm.md', import.meta.url), 'utf8')
  return [
    ...text.matchAll(/^# ([^\n,]+)[^\n]*\n(?:LIPSERVICE_LLM_API_KEY=(\S+) )?lipservice-server (--llm-.*)$/gm),
  ].map(([, name, key, args]) => ({
    name: name!,
    args: args!.split(' '),
    env: key === undefined ? {} : { LIPSERVICE_LLM_API_KEY: key.replace('…', KEY) },
  }))
}

function settingsOf(config: Config): ModelSettings {
  return {
    provider: config['llm-provider'],
    url: config['llm-url'],
    model: config['llm-model'],
    apiKey: config['llm-api-key'],
  }
}

describe('a provider that is documented', () => {
  const ADDRESSES: Readonly<Record<string, string>> = {
    OpenAI: 'https://api.openai.com/v1/chat/completions',
    Anthropic: 'https://api.anthropic.com/v1/messages',
    Google: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-3.1-flash-lite:generateContent',
    Ollama: 'http://127.0.0.1:11434/v1/chat/completions',
    vLLM: 'http://127.0.0.1:8000/v1/chat/completions',
    'LM Studio': 'http://127.0.0.1:1234/v1/chat/completions',
    "PostHog's gateway": 'https://gateway.us.posthog.com/v1/chat/completions',
  }
  const commands = documented()

  it('is each that there should be', () => {
    expect(commands.map(({ name }) => name)).toEqual(Object.keys(ADDRESSES))
    expect(new Set(commands.map(({ args, env }) => readConfig(args, env)['llm-provider']))).toEqual(new Set(PROVIDERS))
  })

  it.each(commands)('starts as it is written, and asks where it should: $name', async ({ name, args, env }) => {
    const config = readConfig(args, env)
    const sent: { url: string; headers: Headers; body: string }[] = []
    const capture = (async (url: unknown, init: { headers?: Record<string, string>; body?: unknown }) => {
      sent.push({ url: String(url), headers: new Headers(init.headers), body: String(init.body) })
      throw new Error('it is not sent')
    }) as typeof globalThis.fetch
    const model = await loadModel(settingsOf(config), capture, () => USUAL_MANNERS)
    const text = { type: 'text', text: PROMPT.user } as const
    const asked = model.doGenerate({ prompt: [{ role: 'user', content: [text] }], maxOutputTokens: 9 })
    await expect(asked).rejects.toThrow()
    const [{ url, headers, body }] = sent as [(typeof sent)[number]]
    expect(url).toBe(ADDRESSES[name])
    expect(body).toContain('logged in')
    // The key goes in a header, where there is one, and in no address.
    const key = env['LIPSERVICE_LLM_API_KEY']
    expect([...headers.values()].some((value) => value.includes(KEY))).toBe(key !== undefined)
    expect(url).not.toContain(KEY)
    // The exam takes the same flags.
    const exam = args.flatMap((arg) => (arg.startsWith('--') ? [arg.replace('--llm-', '--')] : [arg]))
    const priced = exam.indexOf('--usd-per-mtok')
    if (priced >= 0) exam.splice(priced, 2)
    const stops = [...exam.filter((_, i) => !/timeout/.test(`${exam[i]} ${exam[i - 1]}`)), '--timeout-seconds', '0']
    await expect(llmCommand(['exam', ...stops], env)).rejects.toThrow(/^--timeout-seconds must be/)
  })
})

describe('a model behind an interface of its own', () => {
  let server: Server
  let origin: string
  const bodies: Record<string, unknown>[] = []
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>
      bodies.push(body)
      const answer = request.url!.includes('generateContent') ? asGoogle() : asAnthropic(body)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  const asGoogle = () => ({
    candidates: [{ content: { role: 'model', parts: [{ text: SAID }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 70, candidatesTokenCount: 30, totalTokenCount: 100 },
  })
  function asAnthropic({ model, tools }: Record<string, unknown>) {
    const [tool] = (tools ?? []) as { name: string }[]
    const content =
      tool === undefined
        ? { type: 'text', text: SAID }
        : { type: 'tool_use', id: 't1', name: tool.name, input: JSON.parse(SAID) }
    const usage = { input_tokens: 70, output_tokens: 30 }
    return { id: 'm1', type: 'message', role: 'assistant', model, content: [content], stop_reason: 'end_turn', usage }
  }

  it.each<[ProviderName, string, string]>([
    ['anthropic', '/v1', 'claude-haiku-5-5'],
    ['google', '/v1beta', 'gemini-3.1-flash-lite'],
  ])('of %s is asked with the schema, and answers as any other', async (provider, path, name) => {
    const settings = { provider, url: `${origin}${path}`, model: name, apiKey: KEY }
    const model = await createModel({ settings, timeoutMillis: 5_000, wait: async () => {} })
    const before = bodies.length
    const answer = await model.ask(PROMPT)
    expect(answer).toMatchObject({ outcome: 'answered', tokensIn: 70, tokensOut: 30 })
    expect(verdictsOf(answer.outcome === 'answered' ? answer.text : '', 1)).toEqual([
      { meaning: 'security', sure: true, why: 'a login' },
    ])
    expect(bodies).toHaveLength(before + 1)
    const sent = JSON.stringify(bodies.at(-1))
    for (const part of ['User <*> logged in', 'health_check', 'T1', 'one in fifty']) expect(sent).toContain(part)
    expect(await model.render(PROMPT)).toBe(sent)
    await model.close()
  })
})
