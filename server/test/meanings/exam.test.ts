import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { llmCommand } from '../../src/llm-command.js'
import { OTHERS, PROTECTING } from '../../src/meanings/canaries.js'
import { EXAM_LINES } from '../../src/meanings/exam-lines.js'
import { MEANINGS, type Meaning } from '../../src/meanings/meaning.js'
import { questionText } from '../../src/meanings/question.js'
import { type FakeLlm, type Item, startFakeLlm } from '../support/fake-llm.js'

const right = new Map<string, Meaning>(
  [...EXAM_LINES, ...PROTECTING, ...OTHERS].map(({ template, meaning }) => [questionText(template), meaning]),
)
const isCanary = new Set([...PROTECTING, ...OTHERS].map(({ template }) => questionText(template)))
const meaningOf = ({ template }: Item): Meaning => right.get(template)!

describe('the exam of a model', () => {
  let llm: FakeLlm
  beforeEach(async () => {
    llm = await startFakeLlm()
  })
  afterEach(() => llm.close())
  const exam = (...more: string[]) =>
    llmCommand(['exam', '--url', llm.url, '--model', 'fake', '--timeout-seconds', '5', ...more], {
      LIPSERVICE_LLM_API_KEY: llm.key,
    })
  const says = (of: (item: Item) => Meaning, sure = true) =>
    llm.classify((item) => ({ class: of(item), sure, why: '' }))

  it('is of 200 lines or more, of every class, and of no canary', () => {
    expect(EXAM_LINES.length).toBeGreaterThanOrEqual(200)
    for (const name of MEANINGS) expect(EXAM_LINES.filter(({ meaning }) => meaning === name).length).toBeGreaterThan(15)
    expect(EXAM_LINES.filter(({ template }) => isCanary.has(template))).toEqual([])
  })

  it('is passed by one that is right, over a protocol that a strict server takes', async () => {
    says(meaningOf)
    const { text, code } = await exam()
    expect(text).toMatch(/^fake, prompt 1: passed\n/)
    expect(text).toMatch(/what protects, found +1\.00/)
    expect(code).toBe(0)
    expect(llm.refused).toEqual([])
    expect(llm.requests).toHaveLength(28)
  })

  it('asks about bundled lines alone: each twice, among other neighbours, with two canaries', async () => {
    says(meaningOf)
    await exam()
    const batches = llm.requests.map((body) => {
      const messages = body['messages'] as { role: string; content: string }[]
      return (JSON.parse(messages[1]!.content) as Item[]).map(({ template }) => template)
    })
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(20)
      expect(batch.filter((template) => isCanary.has(template))).toHaveLength(2)
      expect(batch.every((template) => right.has(template))).toBe(true)
    }
    const sets = batches.map((batch) => batch.toSorted().join('\n'))
    expect(new Set(sets).size).toBe(sets.length)
    const asked = batches.flat().filter((template) => !isCanary.has(template))
    const twice = EXAM_LINES.flatMap(({ template }) => [questionText(template), questionText(template)])
    expect(asked.toSorted()).toEqual(twice.toSorted())
  })

  it.each<[string, (item: Item) => Meaning, RegExp]>([
    ['calls all of it security', () => 'security', /2[0-9] canary/],
    ['calls all of it unknown', () => 'unknown', /finds less than/],
    [
      'knows the canaries, and calls what it does not know audit',
      (item) => (isCanary.has(item.template) ? meaningOf(item) : 'audit'),
      /28 implausible/,
    ],
    [
      'hides business as health checks',
      (item) => (meaningOf(item) === 'business' && !isCanary.has(item.template) ? 'health_check' : meaningOf(item)),
      /for health checks/,
    ],
    [
      'misses half of what protects',
      (item) =>
        ['security', 'audit'].includes(meaningOf(item)) &&
        !isCanary.has(item.template) &&
        item.template.length % 2 === 0
          ? 'unknown'
          : meaningOf(item),
      /finds less than/,
    ],
  ])('is not passed by one that %s', async (_, of, why) => {
    says(of)
    const { text, code } = await exam()
    expect(text).toMatch(/^fake, prompt 1: not passed\n/)
    expect(text).toMatch(why)
    expect(code).toBe(1)
  })

  it('is passed by nobody who was asked about a part of the lines', async () => {
    says(meaningOf)
    expect((await exam()).code).toBe(0)
    const asked = llm.requests.length
    const { text, code } = await exam('--lines', '36')
    expect(text).toMatch(/^fake, prompt \d+: not passed\n {2}only 36 of 240 lines were asked about\n/)
    expect(code).toBe(1)
    expect(llm.requests.length - asked).toBe(4)
  })

  it('is not passed by one that is never sure, or says anything else', async () => {
    says(meaningOf, false)
    expect((await exam()).text).toMatch(/0 of 240 lines/)
    llm.script(...Array.from({ length: 28 }, () => ({ kind: 'garbage' }) as const))
    expect((await exam()).text).toMatch(/28 invalid/)
  })
})

describe('the command of models', () => {
  const run = (...args: string[]) => llmCommand(args, {})
  it.each([
    [['test'], /'llm' takes exam; got 'test'/],
    [['exam'], /--model must name a model/],
    [['exam', '--model', 'm'], /--url must begin with/],
    [['exam', '--model', 'm', '--url', 'ftp://x'], /--url must begin with/],
    [['exam', '--model', 'm', '--url', 'https://u:p@x'], /have no password/],
    [['exam', '--model', 'm', '--provider', 'other'], /--provider must be one of openai-compatible, anthropic, google/],
    [['exam', '--model', 'm', '--url', 'http://x', '--timeout-seconds', '0'], /--timeout-seconds must be 1–600/],
    [['exam', '--model', 'm', '--url', 'http://x', '--lines', '5'], /--lines must be 36–240; got '5'/],
    [['exam', '--key', 'k'], /--key/],
  ])('says what is wrong with %j', async (args, problem) => {
    await expect(run(...args)).rejects.toThrow(problem)
  })

  it('sends a key over what others can read to this machine alone', async () => {
    const env = { LIPSERVICE_LLM_API_KEY: 'k' }
    const to = (url: string) => llmCommand(['exam', '--model', 'm', '--timeout-seconds', '0', '--url', url], env)
    await expect(to('http://models.example.com/v1')).rejects.toThrow(
      /--url must begin with https:\/\/ where there is a key/,
    )
    await expect(to('http://127.0.0.1:9/v1')).rejects.toThrow(/--timeout-seconds/)
    await expect(to('https://models.example.com/v1')).rejects.toThrow(/--timeout-seconds/)
  })

  it('says how it is used', async () => {
    expect((await run('--help')).text).toContain('llm exam --model <name> --url <address>')
  })
})
