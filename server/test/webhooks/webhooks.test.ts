import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isPrivateAddress } from 'lipservice/posthog-api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.js'
import type { Store } from '../../src/store/store.js'
import { allowedHosts, problemOf } from '../../src/webhooks/allowed-target.js'
import { createNotifier, type Notifier } from '../../src/webhooks/notifier.js'
import { postJson } from '../../src/webhooks/post-json.js'
import { openMemoryStore } from '../support/ready-databases.js'
import { entryOf, TEN } from '../support/reports.js'

describe('a webhook', () => {
  const allowed = allowedHosts(
    'hooks.example.com, *.chat.example.org, 10.1.2.3:8080, [fd00::1], other.example.com:8443',
  )

  it.each([
    'https://hooks.example.com/services/T0/B0',
    'https://HOOKS.example.com/x',
    'https://team.chat.example.org/x',
    'https://a.b.chat.example.org/x',
    'http://10.1.2.3:8080/x',
    'https://other.example.com:8443/x',
  ])('may be %s, which is on the list', (url) => {
    expect(problemOf(url, allowed)).toBeUndefined()
  })

  it.each([
    ['not a URL', /no URL/],
    ['http://hooks.example.com/x', /must begin with https/],
    ['file:///etc/passwd', /must begin with https/],
    ['https://user:secret@hooks.example.com/x', /user name or password/],
    ['https://hooks.example.com.evil.net/x', /does not allow hooks.example.com.evil.net/],
    ['https://evilhooks.example.com/x', /does not allow/],
    ['https://chat.example.org/x', /does not allow/],
    ['https://hooks.example.com:444/x', /does not allow/],
    ['https://other.example.com/x', /does not allow/],
    ['https://127.0.0.1/x', /does not allow/],
    ['http://10.1.2.3/x', /does not allow/],
    ['http://0x0a010203:8080/x', undefined],
    ['https://2130706433/x', /does not allow 127.0.0.1/],
    ['https://localhost/x', /does not allow/],
    ['https://169.254.169.254/latest/meta-data', /does not allow/],
    ['https://[::ffff:127.0.0.1]/x', /does not allow/],
  ])('must not be %s unless the list has it', (url, problem) => {
    if (problem === undefined) expect(problemOf(url, allowed)).toBeUndefined()
    else expect(problemOf(url, allowed)).toMatch(problem)
  })

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    '::',
    '::7f00:1',
    '::10.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b:1::a00:1',
    '64:ff9b:1:ffff::1',
    'fec0::1',
    'fe80::1',
    'fd12::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'nonsense',
  ])('never follows a name to %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  it.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111', '93.184.216.34', '::ffff:1.1.1.1', '64:ff9c::1'])(
    'follows a name to %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false)
    },
  )
})

describe('a message to a webhook', () => {
  let server: Server
  let url: string
  let answer: number | { location: string } = 200
  const received: { body: string; request: IncomingMessage }[] = []
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      received.push({ body, request })
      if (typeof answer === 'number') response.writeHead(answer).end('x'.repeat(100_000))
      else response.writeHead(307, answer).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  beforeEach(() => {
    received.length = 0
    answer = 200
  })

  it('is JSON', async () => {
    await postJson(`${url}/hook`, { a: 1 })
    expect(received[0]!.body).toBe('{"a":1}')
    expect(received[0]!.request).toMatchObject({
      method: 'POST',
      url: '/hook',
      headers: { 'content-type': 'application/json' },
    })
  })

  it('goes where it was allowed to and nowhere else: a redirect is a failure', async () => {
    answer = { location: 'http://169.254.169.254/' }
    await expect(postJson(url, {})).rejects.toThrow('it answered 307')
    expect(received).toHaveLength(1)
  })

  it('is refused where a name leads to an address of the inside', async () => {
    const { port } = server.address() as AddressInfo
    await expect(postJson(`http://localhost:${port}/`, {})).rejects.toThrow(/leads to the private address/)
    expect(received).toHaveLength(0)
  })

  it('that is not answered 2xx is a failure', async () => {
    answer = 500
    await expect(postJson(url, {})).rejects.toThrow('it answered 500')
  })
})

describe('the notifier', () => {
  let store: Store
  let now = TEN
  let isDown = false
  const sent: { url: string; message: { type: string; incident: { id: number } } }[] = []
  const tried: number[] = []
  const send: typeof postJson = async (url, message) => {
    tried.push(now)
    if (isDown) throw new Error('it is down')
    sent.push({ url, message: message as (typeof sent)[number]['message'] })
  }
  let notifier: Notifier
  let teamId: number
  beforeEach(async () => {
    ;[now, isDown] = [TEN, false]
    sent.length = 0
    tried.length = 0
    store = await openMemoryStore()
    teamId = await store.keys.ensureTeam('own', TEN)
    notifier = createNotifier(store, allowedHosts('hooks.example.com'), createLog('silent'), () => now * 1000, send)
    await store.webhooks.set(
      { teamId, url: 'https://hooks.example.com/x', format: 'json', updatedAt: TEN, updatedBy: 'k' },
      entryOf(teamId),
    )
    await incident()
  })
  afterEach(() => store.close())

  async function incident(): Promise<void> {
    const serviceId = (await store.services.ensure(teamId, 'shop', TEN, 10))!
    const opened = [
      { teamId, serviceId, release: '1', openedAt: TEN, lastAt: TEN, resolvedAt: undefined, findings: [] },
    ]
    await store.incidents.record({ from: undefined, until: 1, opened, changed: [] })
  }
  async function resolve(): Promise<void> {
    const [found] = await store.incidents.list({ teamId, limit: 1 })
    await store.incidents.record({ from: 1, until: 2, opened: [], changed: [{ ...found!, resolvedAt: now }] })
  }

  it('tells of an incident once when it opens and once when it is over', async () => {
    await notifier.notify()
    await notifier.notify()
    await resolve()
    await notifier.notify()
    await notifier.notify()
    expect(sent.map(({ message }) => message.type)).toEqual(['incident.opened', 'incident.resolved'])
    expect(sent[0]!.message.incident).toMatchObject({
      service: 'shop',
      release: '1',
      opened_at: TEN,
      resolved_at: null,
    })
  })

  it('tries again, ever less often, until it is taken', async () => {
    isDown = true
    for (; now < TEN + 2_000; now += 5) await notifier.notify()
    const pauses = tried.slice(1).map((at, i) => at - tried[i]!)
    expect(pauses).toEqual([10, 20, 40, 80, 160, 300, 300, 300, 300, 300])
    isDown = false
    now += 300
    await notifier.notify()
    expect(sent).toHaveLength(1)
  })

  it('says nothing to a host that is allowed no more', async () => {
    const stricter = createNotifier(store, allowedHosts(''), createLog('silent'), () => now * 1000, send)
    await stricter.notify()
    expect(sent).toEqual([])
  })

  it('says nothing of incidents to teams without a webhook, and nothing of old ones when they get one', async () => {
    await store.webhooks.remove(teamId, entryOf(teamId))
    await notifier.notify()
    await store.webhooks.set(
      { teamId, url: 'https://hooks.example.com/x', format: 'json', updatedAt: TEN, updatedBy: 'k' },
      entryOf(teamId),
    )
    await notifier.notify()
    expect(sent).toEqual([])
  })
})
