import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { SCHEMA, schemaText } from '../../../dashboard/schema-text.ts'
import { startApi } from '../support/api-under-test.js'

it('describes to the page the API that there is: npm run types --workspace dashboard', async () => {
  const api = await startApi()
  const { json } = await api.call('get', '/openapi.json')
  expect(await readFile(SCHEMA, 'utf8')).toBe(await schemaText(json))
  await api.close()
})
