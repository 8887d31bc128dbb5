import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CALLS } from '../../../server/test/support/route-calls.js'
import { changeTexts } from '../../src/texts/changes.js'

const SERVER = new URL('../../../server/src/', import.meta.url)
const sources = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, SERVER), 'utf8'))

test('whatever the server writes to the audit has words', () => {
  const written = sources.flatMap((text) => [...text.matchAll(/(?<=action: |#entryOf\(\w+, )'([a-z_]+\.[a-z]+)'/g)])
  const ofRoutes = Object.values(CALLS).flatMap(({ audited }) => audited?.action ?? [])
  const actions = new Set([...written.map(([, action]) => action!), ...ofRoutes])
  expect(actions.size).toBeGreaterThan(15)
  for (const action of actions) expect(changeTexts.verbs, action).toHaveProperty([action])
})
