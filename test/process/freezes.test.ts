import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startFakePostHog } from '../../src/testing.js'

const APP = fileURLToPath(new URL('apps/frozen.ts', import.meta.url))

it('a function that is frozen between calls and killed at the end loses nothing that flushAfter has seen', async () => {
  const posthog = await startFakePostHog()
  const app = fork(APP, { env: { ...process.env, POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url } })
  const answer = async () => (await once(app, 'message'))[0]
  try {
    expect(await answer()).toBe('ready')
    let expected = 0
    for (let call = 0; call < 4; call++) {
      app.send(call)
      expect(await answer()).toBe(call)
      app.kill('SIGSTOP')
      expected += call % 2 === 1 ? 2 : 1
      // It is frozen: what is not there now may never come.
      expect(posthog.records).toHaveLength(expected)
      if (call < 3) app.kill('SIGCONT')
    }
    app.kill('SIGKILL')
    await once(app, 'exit')
    expect(posthog.records.filter(({ severityNumber }) => severityNumber === 17)).toHaveLength(2)
  } finally {
    app.kill('SIGKILL')
    await posthog.close()
  }
})
