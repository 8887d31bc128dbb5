import { signatureOf } from 'lipservice/signature'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing.js'
import { CARRIERS, coreOf, makeSecrets } from '../../../test/support/secrets.js'
import { atTier } from '../../../test/support/tier.js'
import { createModel } from '../../src/llm/model.js'
import { BATCH } from '../../src/meanings/batches.js'
import { promptFor } from '../../src/meanings/prompt.js'
import { questionText } from '../../src/meanings/question.js'
import { startFakeLlm } from '../support/fake-llm.js'
import { HOSTILE_MESSAGES } from './hostile-templates.js'

interface Item {
  readonly id: string
  readonly level: string
  readonly template: string
}

const SECRETS = makeSecrets(5_000, seededRandom(26))
const texts = CARRIERS.map(([, carry]) => carry).filter((carry) => typeof carry(SECRETS[0]!).body === 'string')
const messageWith = (i: number): string => String(texts[i % texts.length]!(SECRETS[i]!).body)

describe('what is sent to a model', () => {
  it('has none of 5,000 secrets, wherever they stood in a message', () => {
    const leaked = SECRETS.filter((secret, i) => {
      const { template } = signatureOf(messageWith(i))
      const { system, user } = promptFor([{ template, severity: 'INFO' }])
      return `${system}${user}`.includes(coreOf(secret))
    })
    expect(leaked).toEqual([])
  })

  it('has none in any byte of a request, as it is sent', async () => {
    const llm = await startFakeLlm()
    const settings = { provider: 'openai-compatible', url: llm.url, model: 'fake', apiKey: llm.key } as const
    const model = await createModel({ settings, timeoutMillis: 60_000, wait: async () => {} })
    const asked = SECRETS.slice(0, atTier({ test: 900, long: SECRETS.length, soak: SECRETS.length }))
    for (let at = 0; at < asked.length; at += BATCH) {
      const lines = asked.slice(at, at + BATCH).map((_, i) => signatureOf(messageWith(at + i)).template)
      const answer = await model.ask(promptFor(lines.map((template) => ({ template, severity: 'INFO' }))))
      expect(answer.outcome).toBe('answered')
    }
    const bytes = llm.bodies.join('\n')
    expect(llm.bodies).toHaveLength(Math.ceil(asked.length / BATCH))
    expect(asked.filter((secret) => bytes.includes(coreOf(secret)))).toEqual([])
    await model.close()
    await llm.close()
  })

  it('is of 60 hostile messages and more one list, with an id, a level and a line each, and nothing else', () => {
    expect(HOSTILE_MESSAGES.length).toBeGreaterThanOrEqual(60)
    // As a template of the SDK, and as what an SDK of somebody else may report.
    for (const template of HOSTILE_MESSAGES.flatMap((message) => [signatureOf(message).template, message])) {
      const { user, schema } = promptFor([
        { template: 'before', severity: 'INFO' },
        { template, severity: 'INFO' },
        { template: 'after', severity: 'WARNING' },
      ])
      const items = JSON.parse(user) as Item[]
      expect(items.map((item) => Object.keys(item))).toEqual(Array(3).fill(['id', 'level', 'template']))
      expect(items.map(({ id }) => id)).toEqual(['T1', 'T2', 'T3'])
      expect([items[0]!.template, items[2]!.template]).toEqual(['before', 'after'])
      expect(items[1]!.template.length).toBeLessThanOrEqual(200)
      expect(user).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u)
      expect(schema.required).toEqual(['T1', 'T2', 'T3'])
    }
  })

  it('says wide and styled letters as plain ones', () => {
    expect(questionText('ｌｏｇｉｎ 𝐟𝐚𝐢𝐥𝐞𝐝')).toBe('login failed')
  })
})
