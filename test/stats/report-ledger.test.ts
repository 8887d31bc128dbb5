import { expect, it } from 'vitest'
import { readJson } from '../support/repository-files.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

it('says which version of the SDK made it, on which version of Node.js', async () => {
  const { version } = await readJson<{ version: string }>('package.json')
  const sampling = samplingUnderTest()
  sampling.pipeline.sample({ severityNumber: 9, body: 'x' })
  expect(sampling.ledger.take()).toMatchObject({ sdk: `node/${version}`, runtime: process.version })
})
