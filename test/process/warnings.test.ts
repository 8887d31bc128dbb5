import { expect, it } from 'vitest'
import { startFakePostHog } from '../../src/testing.js'
import { runApp } from '../support/child-process.js'

it("takes Node's own warnings for warnings, and an app's text that looks like one for what it is", async () => {
  const posthog = await startFakePostHog()
  await runApp('warns.ts', [], { POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url })
  const said = posthog.records.map(({ body, severityNumber }) => {
    const [line] = String(body)
      .replace(/node:\d+/, 'node')
      .split('\n')
    return `${severityNumber} ${line}`
  })
  expect(said.sort()).toEqual([
    '13 (node) Warning: careful',
    '13 (node) [DEP_OLD] DeprecationWarning: old',
    '17 (node) Warning: careful',
  ])
  await posthog.close()
})
