import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lipserviceBoard } from '../../../src/posthog/board/lipservice-board.js'
import { type BoardFigures, linkColumn } from '../../../src/posthog/board/tile-queries.js'
import { logsLink, looksLikeNumber } from '../../../src/posthog/links.js'
import { ManualClock } from '../../../src/testing/manual-clock.js'
import { given, startApi } from '../api-under-test.js'

const NOW = Date.UTC(2026, 10, 26, 12)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const GB = 1_000_000_000
const SIGNATURE = 'c178fbb9bf4271ab'
const FIGURES: BoardFigures = {
  appUrl: 'https://eu.posthog.com',
  project: '1',
  usdPerGb: 0.25,
  priceLabel: 'list price',
  budgetGbPerMonth: 30,
  bytes: 'billed',
}

const stamped = (reason: string, weight: number, signature = SIGNATURE) => ({
  'lipservice.reason': reason,
  'lipservice.weight': String(weight),
  'lipservice.signature': signature,
})
const ROWS = [
  { timestamp: NOW - DAY, service: 'shop', body: 'order 1 placed', bytes: GB, attributes: stamped('adaptive', 4) },
  { timestamp: NOW - DAY, service: 'shop', body: 'order 2 placed', bytes: GB, attributes: stamped('first', 1) },
  { timestamp: NOW - HOUR, service: 'shop', body: 'order 3 failed', bytes: GB, attributes: stamped('failed', 1) },
  { timestamp: NOW - HOUR, service: 'api', body: 'ready', bytes: 2 * GB },
  { timestamp: NOW - HOUR, service: 'api', body: 'odd', attributes: stamped('adaptive', -7, "'); DROP"), bytes: 0 },
  { timestamp: NOW - 13 * DAY, service: 'old', body: 'old', bytes: GB, attributes: stamped('adaptive', 2) },
]

async function rowsOf(name: string, figures: BoardFigures = FIGURES) {
  const clock = new ManualClock(NOW)
  const { fake, api } = await startApi({ clock })
  fake.addLogs(ROWS)
  const tile = lipserviceBoard(figures).tiles.find((one) => one.name === name)!
  const { columns, rows } = given(await api.query(tile.query, { name: 'test' }))
  for (const axis of [tile.axes?.x, ...(tile.axes?.y ?? [])]) if (axis !== undefined) expect(columns).toContain(axis)
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])))
}

describe('the tiles of the board', () => {
  it('say by day what was saved and what is kept, by the weight of records', async () => {
    expect((await rowsOf('saved_by_day')).map(({ saved_usd }) => saved_usd)).toEqual([0.25, 0.75, 0])
    expect((await rowsOf('volume_by_day')).map(({ kept_gb, not_kept_gb }) => [kept_gb, not_kept_gb])).toEqual([
      [1, 1],
      [2, 3],
      [3, 0],
    ])
  })

  it('say by service how much is saved', async () => {
    expect(await rowsOf('share_by_service')).toEqual([
      { service_name: 'shop', seen_gb: 6, kept_gb: 3, saved_percent: 50, saved_usd: 0.75 },
      { service_name: 'api', seen_gb: 2, kept_gb: 2, saved_percent: 0, saved_usd: 0 },
    ])
  })

  it('show patterns by their bytes, with a link to their records, and no record whose signature is none', async () => {
    const rows = await rowsOf('top_patterns')
    expect(rows).toMatchObject([
      { signature: SIGNATURE, service_name: 'shop', seen: 6, kept: 3, seen_gb: 6, usd: 0.75 },
    ])
    expect(rows[0]!['link']).toBe(logsLink(FIGURES.appUrl, '1', { signature: SIGNATURE }))
  })

  it('count by hour what was kept for an incident, a failure or an error', async () => {
    expect(await rowsOf('incidents')).toMatchObject([{ incident: 0, failed: 1, error: 0 }])
  })

  it('say what a month comes to at this pace, against a budget if there is one', async () => {
    // 5 GB in 23 hours.
    const month = (5 / 23) * 24 * 30
    const [row] = await rowsOf('forecast')
    expect(row).toMatchObject({ budget_gb_a_month: 30 })
    expect(row!['gb_a_month']).toBeCloseTo(month, 3)
    expect(row!['usd_a_month']).toBeCloseTo(month / 4, 3)
    expect(row!['percent_of_budget']).toBeCloseTo((month / 30) * 100, 0)
    expect(Object.keys((await rowsOf('forecast', { ...FIGURES, budgetGbPerMonth: undefined }))[0]!)).toEqual([
      'gb_a_month',
      'usd_a_month',
    ])
  })

  it('say why records were kept, and how many they stand for', async () => {
    const rows = await rowsOf('reasons')
    expect(Object.fromEntries(rows.map(({ reason, kept, stand_for }) => [reason, [kept, stand_for]]))).toEqual({
      adaptive: [2, 5],
      first: [1, 1],
      failed: [1, 1],
      'not sampled': [1, 1],
    })
  })

  it('go by the length of texts where a project does not say what it is billed for', async () => {
    for (const { query } of lipserviceBoard({ ...FIGURES, bytes: 'body' }).tiles)
      expect(query.text).not.toContain('_bytes_uncompressed')
    expect(await rowsOf('share_by_service', { ...FIGURES, bytes: 'body' })).toHaveLength(2)
  })

  it('link to what the logs page finds: no link for a signature that looks like a number', () => {
    const column = linkColumn(FIGURES).text
    const number = /match\(signature, '(.*?)'\)/.exec(column)![1]!
    const [before, after] = /concat\('(.*?)', signature, '(.*?)'\)/.exec(column)!.slice(1)
    const signature = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 })
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 16, maxLength: 16 })
    const exponent = fc.tuple(digits, fc.nat(15)).map(([text, at]) => `${text.slice(0, at)}e${text.slice(at + 1)}`)
    fc.assert(
      fc.property(fc.oneof(signature, digits, exponent), (one) => {
        expect(new RegExp(number).test(one)).toBe(looksLikeNumber(one))
        if (!looksLikeNumber(one))
          expect(`${before}${one}${after}`).toBe(logsLink(FIGURES.appUrl, '1', { signature: one }))
      }),
    )
  })

  it('have names, places and texts that PostHog takes', () => {
    const { tiles, text, textLayout } = lipserviceBoard({ ...FIGURES, priceLabel: 'x'.repeat(1_000) })
    expect(text.length).toBeLessThan(4_000)
    expect(new Set(tiles.map(({ name }) => name)).size).toBe(tiles.length)
    const cells = new Set<string>()
    for (const { name, description, layout } of [...tiles, { name: 'text', description: '', layout: textLayout }]) {
      expect(name).toMatch(/^[a-z0-9_]+$/)
      expect(description.length).toBeLessThanOrEqual(370)
      expect(layout.x + layout.w).toBeLessThanOrEqual(12)
      for (let x = layout.x; x < layout.x + layout.w; x++)
        for (let y = layout.y; y < layout.y + layout.h; y++) {
          expect(cells.has(`${x} ${y}`)).toBe(false)
          cells.add(`${x} ${y}`)
        }
    }
  })
})
