import { describe, expect, it } from 'vitest'
import { createEncoding } from '../../src/delivery/otlp/create-encoding.js'
import { redactTemplate } from '../../src/redaction/redact-template.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { createSigner } from '../../src/signature/signer.js'
import { seededRandom } from '../../src/testing.js'
import { CARRIERS, coreOf, makeSecrets } from '../support/secrets.js'
import { atTier } from '../support/tier.js'

const SECRETS = makeSecrets(atTier({ test: 630, long: 2_500, soak: 5_000 }), seededRandom(11))
const redactor = createRedactor({ detect: true, paths: [], transform: undefined }, () => {})
const encoding = createEncoding('json', redactor)

describe('secrets', () => {
  it('are of 25 kinds and in 40 places', () => {
    expect(new Set(SECRETS.map(({ kind }) => kind)).size).toBe(25)
    expect(CARRIERS).toHaveLength(40)
  })

  it('do not leave in records, but for one in 200', () => {
    const seen = new Map<string, number>()
    let leaked = 0
    for (const secret of SECRETS) {
      const core = coreOf(secret)
      for (const [place, carry] of CARRIERS) {
        const { bytes } = encoding.encodeRecord({ severityNumber: 9, ...carry(secret) }, {}, 0)
        const text = Buffer.from(bytes).toString('utf8')
        if (!text.includes(core)) continue
        leaked++
        seen.set(`${secret.kind} in ${place}`, (seen.get(`${secret.kind} in ${place}`) ?? 0) + 1)
      }
    }
    expect(leaked / (SECRETS.length * CARRIERS.length), JSON.stringify([...seen])).toBeLessThanOrEqual(0.005)
  })

  it('do not leave in the templates of reports at all', () => {
    const signer = createSigner()
    for (const secret of SECRETS) {
      const core = coreOf(secret)
      for (const [place, carry] of CARRIERS) {
        const { template } = signer.sign({ severityNumber: 9, ...carry(secret) })
        expect(redactTemplate(template).includes(core), `${secret.kind} in ${place}: ${template}`).toBe(false)
      }
    }
  })
})
