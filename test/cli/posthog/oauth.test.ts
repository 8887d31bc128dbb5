import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectionFile, writeConnection } from '../../../src/cli/posthog/connection/config-file.js'
import { hostRulesOf } from '../../../src/cli/posthog/connection/host-rules.js'
import { logIn, READ_SCOPES } from '../../../src/cli/posthog/connection/log-in.js'
import { systemClock } from '../../../src/internal/clock.js'
import { systemTimers } from '../../../src/internal/timer.js'
import { openLoopback } from '../../../src/posthog/api/oauth/loopback.js'
import { consentPage, openOAuth } from '../../../src/posthog/api/oauth/oauth.js'
import { newPkce } from '../../../src/posthog/api/oauth/pkce.js'
import { ManualClock } from '../../../src/testing/manual-clock.js'
import { type FakePostHogApi, startFakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { runCli } from '../support/run-cli.js'

const CLIENT = 'https://example.com/oauth-client.json'
const clock = { ...systemClock, ...systemTimers }
const never = new AbortController().signal

async function start(): Promise<FakePostHogApi> {
  const fake = await startFakePostHogApi()
  onTestFinished(() => fake.close())
  return fake
}

/** A person who agrees: what the browser is sent back to. */
async function agreed(fake: FakePostHogApi) {
  const oauth = openOAuth(fake.url, CLIENT, hostRulesOf(fake.url), clock)
  onTestFinished(() => oauth.close())
  const endpoints = await oauth.endpoints()
  if (endpoints.outcome !== 'ok') throw new Error(endpoints.message)
  const pkce = newPkce()
  const redirect = 'http://127.0.0.1:9/callback'
  const page = consentPage(endpoints.value.authorize, CLIENT, redirect, pkce, READ_SCOPES)
  const { headers } = await fetch(page, { redirect: 'manual' })
  const back = new URL(headers.get('location')!)
  expect(back.searchParams.get('state')).toBe(pkce.state)
  return { oauth, pkce, redirect, token: endpoints.value.token, code: back.searchParams.get('code')! }
}

describe('OAuth with PostHog', () => {
  it('gives a token for a code once, to who asked for it, at the address that it asked from', async () => {
    const fake = await start()
    for (const wrong of ['verifier', 'redirect'] as const) {
      const { oauth, pkce, redirect, token, code } = await agreed(fake)
      const given =
        wrong === 'verifier' ? ([redirect, newPkce().verifier] as const) : ([`${redirect}2`, pkce.verifier] as const)
      expect(await oauth.redeem(token, code, ...given)).toMatchObject({ outcome: 'refused', status: 400 })
    }
    const { oauth, pkce, redirect, token, code } = await agreed(fake)
    const first = await oauth.redeem(token, code, redirect, pkce.verifier)
    expect(first).toMatchObject({ outcome: 'ok', value: { scopes: READ_SCOPES } })
    const again = await oauth.redeem(token, code, redirect, pkce.verifier)
    expect(again).toMatchObject({ outcome: 'refused', status: 400 })
    for (const text of [code, pkce.verifier]) expect(JSON.stringify(again)).not.toContain(text)
    expect(fake.oauth.tokens.size).toBe(1)
  })

  it('renews a token once by what it was given for that', async () => {
    const fake = await start()
    const { oauth, pkce, redirect, token, code } = await agreed(fake)
    const first = await oauth.redeem(token, code, redirect, pkce.verifier)
    if (first.outcome !== 'ok') throw new Error(first.message)
    expect(await oauth.renew(token, first.value.refresh!)).toMatchObject({ outcome: 'ok' })
    const again = await oauth.renew(token, first.value.refresh!)
    expect(again).toMatchObject({ outcome: 'refused' })
    expect(JSON.stringify(again)).not.toContain(first.value.refresh)
  })

  it('hears one answer of the browser: a second code changes nothing', async () => {
    const door = await openLoopback('the-state', clock)
    onTestFinished(() => door.close())
    const at = (code: string) => fetch(`${door.redirectUri}?state=the-state&code=${code}`)
    expect((await at('first')).status).toBe(200)
    const second = await at('second')
    expect([second.status, await second.text()]).toEqual([410, 'This question was answered already.\n'])
    expect(await door.returned(1_000, never)).toEqual({ code: 'first' })
  })

  it.each([
    ['error=access_denied', 'nobody agreed in the browser'],
    ['error=server_error', 'server_error'],
    [`error=${'x'.repeat(5_000)}`, 'x'.repeat(100)],
    ['', 'PostHog sent no code'],
    [`code=${'x'.repeat(3_000)}`, 'PostHog sent no code'],
  ])('is not there when the browser brings no code: %.30s', async (answer, problem) => {
    const door = await openLoopback('the-state', clock)
    onTestFinished(() => door.close())
    expect(await (await fetch(`${door.redirectUri}?state=the-state&${answer}`)).text()).toContain('was not connected')
    expect(await door.returned(1_000, never)).toEqual({ problem })
  })

  it('does not wait for ever', async () => {
    const manual = new ManualClock(0)
    const door = await openLoopback('the-state', manual)
    onTestFinished(() => door.close())
    const returned = door.returned(300_000, never)
    manual.advance(300_000)
    expect(await returned).toEqual({ problem: 'nobody came back in time' })
  })

  it('says that its port is taken, and asks nobody', async () => {
    const fake = await start()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const target = { host: fake.url, project: '1', clientId: CLIENT, scopes: READ_SCOPES }
    const shown: string[] = []
    const port = (other.address() as AddressInfo).port
    expect(await logIn(target, clock, never, (page) => shown.push(page), port)).toEqual({
      problem: 'no port can be opened on 127.0.0.1: EADDRINUSE',
    })
    expect([shown, fake.requests]).toEqual([[], []])
  })

  it('that has ended for good is said with what to do, and the file stays as it is', async () => {
    const fake = await start()
    const folder = mkdtempSync(join(tmpdir(), 'lipservice-oauth-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const env = { POSTHOG_APP_HOST: '', XDG_CONFIG_HOME: folder }
    const ended = {
      host: fake.url,
      project: '1',
      client_id: CLIENT,
      token_endpoint: `${fake.url}/oauth/token/`,
      access_token: 'pha_0123456789abcdefghijABCDEFGHIJ',
      refresh_token: 'phr_0123456789abcdefghijABCDEFGHIJ',
      expires_at: 0,
      scopes: [...READ_SCOPES],
    }
    for (const refresh_token of [ended.refresh_token, undefined]) {
      writeConnection(connectionFile(env), { ...ended, refresh_token })
      const before = readFileSync(connectionFile(env), 'utf8')
      const { code, out, err } = await runCli(['posthog', 'doctor'], { env })
      expect(code).toBe(3)
      expect(err).toContain(
        refresh_token === undefined ? 'the connection has ended' : 'the connection cannot be renewed',
      )
      expect(err).toContain('lipservice posthog connect')
      expect(out + err).not.toMatch(/ph[ar]_0123/)
      expect(readFileSync(connectionFile(env), 'utf8')).toBe(before)
    }
  })
})
