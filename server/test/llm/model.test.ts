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
    ['refusal', 'filtered'],
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

  it('that thinks is asked as it wants to be from then on, with room for its thoughts, and keeps to the schema', async () => {
    llm.script({ kind: 'reasoning' })
    const [wanted, shown] = [PROMPT.maxOutputTokens, await model.render(PROMPT)]
    expect(model.maxTokens(PROMPT)).toBe(wanted)
    expect(JSON.parse(shown)).toMatchObject({ max_tokens: wanted, temperature: 0 })
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'answered' })
    expect(llm.requests).toHaveLength(3)
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'answered' })
    expect(llm.requests).toHaveLength(4)
    const last = llm.requests.at(-1)!
    expect(Object.keys(last).toSorted()).toEqual(['max_completion_tokens', 'messages', 'model', 'response_format'])
    expect(last['max_completion_tokens']).toBe(4 * wanted)
    expect(model.maxTokens(PROMPT)).toBe(4 * wanted)
    expect(await model.render(PROMPT)).toBe(llm.bodies.at(-1))
  })

  it('whose answer was cut off has more room for the next one', async () => {
    llm.script({ kind: 'length' })
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'cut-off' })
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'answered' })
    expect(llm.requests.map((body) => body['max_tokens'])).toEqual([PROMPT.maxOutputTokens, 4 * PROMPT.maxOutputTokens])
  })

  it('that refuses whatever it is asked is asked four times at most, and then left', async () => {
    const step = {
      kind: 'status',
      code: 400,
      message: 'temperature, or max_completion_tokens: I take none of it',
    } as const
    llm.script(...Array.from({ length: 9 }, () => step))
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'refused', status: 400 })
    expect(llm.requests).toHaveLength(4)
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'refused' })
    expect(llm.requests).toHaveLength(5)
  })

  it('that nobody waits for any more is left at once, in a request or before another, and may be asked again', async () => {
    llm.script({ kind: 'hang' }, { kind: 'status', code: 503 })
    const asked = model.ask(PROMPT)
    await expect.poll(() => llm.requests.length).toBe(1)
    model.abandon()
    expect(await asked).toMatchObject({ outcome: 'unreachable', message: 'nobody waits for it any more' })
    const settings = { provider: 'openai-compatible', url: llm.url, model: 'fake', apiKey: llm.key } as const
    const waits = Promise.withResolvers<void>()
    const wait = () => {
      waits.resolve()
      return new Promise<void>(() => {})
    }
    const waitsOn = await createModel({ settings, timeoutMillis: 60_000, wait })
    const again = waitsOn.ask(PROMPT)
    await waits.promise
    waitsOn.abandon()
    expect(await again).toMatchObject({ outcome: 'overloaded' })
    expect(await waitsOn.ask(PROMPT)).toMatchObject({ outcome: 'answered' })
    await waitsOn.close()
  })

  it('that says no usage has none', async () => {
    llm.script({ kind: 'no-usage' })
    expect(await model.ask(PROMPT)).toMatchObject({ outcome: 'answered', tokensIn: undefined, tokensOut: undefined })
  })
})
