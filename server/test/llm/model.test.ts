import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createModel, type Model } from '../../src/llm/model.js'
import { promptFor } from '../../src/meanings/prompt.js'
import { type FakeLlm, type Step, startFakeLlm } from '../support/fake-llm.js'

const PROMPT = promptFor([{ template: 'User <*> logged in', severity: 'INFO' }])

describe('a model', () => {
  let llm: FakeLlm
  let model: Model
  const waits: number[] = []
  beforeEach(async () => {
    llm = await startFakeLlm()
    waits.length = 0
    model = await modelThatWaits(60_000)
  })
  afterEach(async () => {
    await model.close()
    await llm.close()
  })

  function modelThatWaits(timeoutMillis: number): Promise<Model> {
    const settings = { provider: 'openai-compatible', url: llm.url, model: 'fake', apiKey: llm.key } as const
    const wait = async (millis: number) => {
      waits.push(millis)
    }
    return createModel({ settings, timeoutMillis, wait })
  }

  it('answers with text, and says what it took', async () => {
    expect(await model.ask(PROMPT)).toEqual({
      outcome: 'answered',
      text: '{"T1":{"class":"unknown","sure":true,"why":"so it is"}}',
      tokensIn: 700,
      tokensOut: 300,
    })
    expect(llm.refused).toEqual([])
    expect(llm.requests).toHaveLength(1)
  })

  it('shows what it would send, byte for byte, and sends nothing', async () => {
    const shown = await model.render(PROMPT)
    expect(llm.bodies).toEqual([])
    await model.ask(PROMPT)
    expect(llm.bodies).toEqual([shown])
    expect(JSON.parse(shown)).toMatchObject({ model: 'fake', temperature: 0 })
  })

  it.each<[Step['kind'], string]>([
    ['cut', 'unreachable'],
    ['huge', 'too-large'],
    ['html', 'malformed'],
    ['length', 'cut-off'],
    ['filter', 'filtered'],
    ['empty', 'malformed'],
    ['redirect', 'redirected'],
  ])('that does %s gives no answer: %s', async (kind, outcome) => {
    llm.script({ kind } as Step)
    expect(await model.ask(PROMPT)).toMatchObject({ outcome })
    // Whoever it was sent on to has seen nothing.
    expect(llm.requests).toHaveLength(1)
    expect(llm.refused).toEqual([])
  })

  it.each(['hang', 'drip'] as const)('that does %s is given up after a time', async (kind) => {
    llm.script({ kind })
    const impatient = await modelThatWaits(100)
    expect(await impatient.ask(PROMPT)).toMatchObject({ outcome: 'timeout' })
    await impatient.close()
  })

  it.each([
    [401, {}, 'refused', []],
    [404, {}, 'refused', []],
    [429, { 'retry-after': '7' }, 'overloaded', [7_000]],
    [503, {}, 'overloaded', [2_000]],
    [500, { 'retry-after': '3600' }, 'overloaded', []],
  ] as const)('that answers %i is asked once more if that may help', async (code, headers, outcome, waited) => {
    const step = { kind: 'status', code, headers } as const
    llm.script(step, step)
    expect(await model.ask(PROMPT)).toMatchObject({ outcome, status: code })
    expect(waits).toEqual(waited)
    expect(llm.requests).toHaveLength(1 + waited.length)
  })

  it('that is well again answers the second time', async () => {
    llm.script({ kind: 'status', code: 503 })
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'answered' })
  })

  it('that takes no schema is asked without one from then on', async () => {
    llm.script({ kind: 'no-schema-support' })
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'answered' })
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'answered' })
    expect(llm.requests.map((body) => body['response_format'] !== undefined)).toEqual([true, false, false])
  })

  it('that says no usage has none', async () => {
    llm.script({ kind: 'no-usage' })
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'answered', tokensIn: undefined, tokensOut: undefined })
  })
})
