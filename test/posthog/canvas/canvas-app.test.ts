import { describe, expect, it, vi } from 'vitest'
import { HogQL } from '../../../src/posthog/api/hogql.js'
import type { BoardFigures } from '../../../src/posthog/board/tile-queries.js'
import { lipserviceCanvas } from '../../../src/posthog/canvas/wanted-canvas.js'
import { logsLink } from '../../../src/posthog/links.js'
import { savingsEvents } from '../../../src/posthog/tell/savings-events.js'
import { ManualClock } from '../../../src/testing/manual-clock.js'
import { type PlainElement, runOnPage } from '../../support/posthog/plain-page.js'
import { given, startApi, type UnderTest } from '../api-under-test.js'

const NOW = Date.UTC(2026, 10, 26, 12)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const GB = 1_000_000_000
const SIGNATURE = 'c178fbb9bf4271ab'
const HOSTILE = '<img src=x onerror=alert(1)>\u202e{{x}} </td></script><script>alert(2)</script>'
const FIGURES: BoardFigures = {
  appUrl: 'https://eu.posthog.com',
  project: '1',
  usdPerGb: 0.25,
  priceLabel: 'list price, $0.25/GB',
  budgetGbPerMonth: undefined,
  bytes: 'billed',
}
const TAGS = [
  'main',
  'h1',
  'h2',
  'div',
  'section',
  'button',
  'p',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'i',
  'details',
  'summary',
  'pre',
]

const hourOf = (service: string, millis: number, seenGb: number, keptGb: number) => ({
  service,
  hour: millis / 1_000,
  seenRecords: seenGb * 100,
  keptRecords: keptGb * 100,
  seenBytes: seenGb * GB,
  keptBytes: keptGb * GB,
})
const stamped = (weight: number, signature = SIGNATURE) => ({
  'lipservice.weight': String(weight),
  'lipservice.signature': signature,
})

interface Ph {
  readonly query: (query: string) => Promise<unknown>
  readonly state: {
    readonly get: () => Promise<unknown>
    readonly set: (key: string, value: unknown) => Promise<unknown>
  }
  readonly openExternal: (url: string) => void
}

async function start(): Promise<UnderTest> {
  const under = await startApi({ clock: new ManualClock(NOW) })
  const hours = [
    hourOf('shop', NOW - 60 * DAY, 40, 4),
    hourOf('shop', NOW - 2 * DAY, 12, 4),
    hourOf(HOSTILE, NOW - 2 * DAY, 4, 4),
  ]
  const events = savingsEvents(hours, { source: 'team 1', usdPerGb: 0.25, priceSource: 'list' })
  given(await under.api.capture(events))
  under.fake.addLogs([
    { timestamp: NOW - HOUR, service: 'shop', body: HOSTILE, bytes: 4 * GB, attributes: stamped(3) },
    {
      timestamp: NOW - HOUR,
      service: 'shop',
      body: 'all digits',
      bytes: GB,
      attributes: stamped(1, '1234567890123456'),
    },
  ])
  return under
}

/** A canvas in a page of PostHog, which asks the project as its viewer would. */
async function opened({ api }: UnderTest, more: Partial<Ph> = {}, figures = FIGURES) {
  const asked: string[] = []
  const ph: Ph = {
    async query(text) {
      asked.push(text)
      const { columns, rows } = given(await api.query(HogQL.of(text), { name: 'canvas' }))
      return { columns, results: rows }
    },
    state: { get: async () => null, set: async () => ({ ok: true }) },
    openExternal: () => {},
    ...more,
  }
  const page = runOnPage(lipserviceCanvas(figures).project.files['src/canvas.js']!, { ph })
  await settled(page)
  return { page, asked }
}

const settled = (page: PlainElement) =>
  vi.waitFor(
    () => {
      expect(page.all('section').map((part) => part.all('details').length)).toEqual([1, 1, 1])
    },
    { timeout: 20_000 },
  )
const cells = (page: PlainElement, section: number) =>
  page
    .all('section')
    [section]!.all('tbody')[0]!
    .all('tr')
    .map((row) => row.all('td').map(({ text }) => text))

describe('the app in the canvas', () => {
  it('shows what was saved by day, what was dropped by service, and what patterns cost', async () => {
    const { page } = await opened(await start())
    expect(page.text).toContain('Saved $2.00, spent $2.00.')
    expect(cells(page, 0)).toEqual([['2026-11-24', '$2.00', '$2.00', ' ']])
    expect(page.text).toContain('800 of 1,600 records were dropped.')
    expect(cells(page, 1)[0]).toEqual(['shop', '1,200', '800', '$2.00 (66.7 %)', '$1.00'])
    expect(cells(page, 2).map(([, ...more]) => more)).toEqual([
      ['shop', '3', '2', '$1.00', '$2.00', 'Records'],
      ['shop', '1', '0', '$0.25', '$0.00', ''],
    ])
    expect(page.text).toContain('Dollars: list price, $0.25/GB.')
  })

  it('shows what others wrote as text, and makes nothing of it', async () => {
    const { page } = await opened(await start())
    const shown = HOSTILE.replace('\u202e', '\ufffd')
    expect(cells(page, 1).at(-1)![0]).toBe(shown)
    expect(cells(page, 2)[0]![0]).toBe(shown)
    for (const { tag } of page.all()) expect(TAGS).toContain(tag)
    const { files } = lipserviceCanvas(FIGURES).project
    for (const way of [
      'innerHTML',
      'outerHTML',
      'insertAdjacent',
      'document.write',
      'eval(',
      'Function(',
      'fetch(',
      'href',
    ])
      expect(Object.values(files).join('\n')).not.toContain(way)
  })

  it('shows the days that a viewer chose, and keeps them for the next time', async () => {
    const under = await start()
    const kept: unknown[] = []
    const state = { get: async () => 7, set: async (...entry: unknown[]) => kept.push(entry) }
    const { page } = await opened(under, { state })
    const [week, , quarter] = page.all('button')
    expect(week!.attributes.get('aria-pressed')).toBe('true')
    quarter!.click()
    await settled(page)
    expect(cells(page, 0)).toHaveLength(2)
    expect(kept).toEqual([['days', 90]])
    expect([week, quarter].map((button) => button!.attributes.get('aria-pressed'))).toEqual(['false', 'true'])
  })

  it('works without a memory, says when PostHog does not answer, and asks again', async () => {
    const under = await start()
    let isAway = true
    const state = { get: () => Promise.reject(new Error('no state')), set: () => Promise.reject(new Error('no state')) }
    const query = async (text: string) => {
      if (isAway) throw new Error(`<b>timed out</b>`)
      const { columns, rows } = given(await under.api.query(HogQL.of(text), { name: 'canvas' }))
      return { columns, results: rows }
    }
    const { page } = await opened(under, { state, query })
    const alerts = page.all().filter(({ attributes }) => attributes.get('role') === 'alert')
    expect(alerts.map(({ text }) => text)).toEqual(Array(3).fill('PostHog did not answer: <b>timed out</b>'))
    isAway = false
    for (const button of page.all('section').flatMap((part) => part.all('button'))) button.click()
    await settled(page)
    expect(page.text).toContain('800 of 1,600 records were dropped.')
  })

  it('tells nothing from what is broken: an empty project, and answers that are none', async () => {
    const empty = await opened(await startApi({ clock: new ManualClock(NOW) }))
    expect(empty.page.text).toContain('Nothing was told in this time')
    expect(empty.page.text).toContain('No record with a stamp of LipService')
    for (const answer of [undefined, null, {}, { results: 'x' }, { columns: null, results: [null, 1] }]) {
      const { page } = await opened(await startApi(), { query: async () => answer })
      expect(page.text).toContain('Nothing was told in this time')
    }
  })

  it('opens the records of a pattern in PostHog, where PostHog lets it', async () => {
    const under = await start()
    const links: string[] = []
    const { page } = await opened(under, { openExternal: (url) => links.push(url) })
    for (const button of page.all('section')[2]!.all('button')) button.click()
    expect(links).toEqual([logsLink(FIGURES.appUrl, '1', { signature: SIGNATURE })])
    const own = await opened(under, {}, { ...FIGURES, appUrl: 'https://posthog.example.com' })
    expect(own.page.all('section')[2]!.all('button')).toEqual([])
  })

  it('shows the query behind each figure, as it was asked', async () => {
    const { page, asked } = await opened(await start())
    expect(page.all('pre').map(({ text }) => text)).toEqual(asked)
  })
})
