import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callSiteIn, createCallSites } from '../../src/engine/call-site.js'
import { parseStatsReport } from '../../src/protocol/stats-report.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const ROOT = '/srv/app'
const OWN = '/lib/lipservice/dist/'
const at = (...frames: string[]) => ['Error', ...frames.map((frame) => `    at ${frame}`)].join('\n')

describe('where a pattern is logged', () => {
  it.each<[string, string[], string | undefined]>([
    ['in a function', ['pay (/srv/app/src/pay.ts:12:3)'], 'src/pay.ts:12'],
    ['outside of one', ['/srv/app/index.js:1:2'], 'index.js:1'],
    ['in a module', ['file:///srv/app/src/a%20b.mjs:7:1'], 'src/a b.mjs:7'],
    ['after an await', ['async Promise.all (index 0)', 'async /srv/app/b.js:9:1'], 'b.js:9'],
    [
      'below a logger',
      [
        'emit (/lib/lipservice/dist/chunk.js:1:1)',
        'x (/srv/app/node_modules/pino/p.js:2:2)',
        'new A (/srv/app/a.js:3:3)',
      ],
      'a.js:3',
    ],
    ['in a method that has another name', ['Shop.pay [as sell] (/srv/app/shop.js:5:1)'], 'shop.js:5'],
    ['in a file of the app with a question mark', ['f (file:///srv/app/a.mjs?v=secret:4:1)'], 'a.mjs:4'],
    ['outside of the app', ['f (/home/somebody/shared/log.js:4:1)'], 'log.js:4'],
    ['beside the app', ['f (/srv/app-two/log.js:4:1)'], 'log.js:4'],
    [
      'nowhere of the app',
      ['node:events:1:1', 'listOnTimeout (node:internal/timers:585:17)', 'f (/x/node_modules/a/b.js:1:1)'],
      undefined,
    ],
    ['in an eval', ['eval (eval at f (/srv/app/a.js:1:1), <anonymous>:1:1)'], undefined],
  ])('is found %s', (_, frames, site) => {
    expect(callSiteIn(at(...frames), ROOT, OWN)).toBe(site)
  })

  it('is found on Windows', () => {
    expect(callSiteIn(at('f (C:\\srv\\app\\src\\pay.ts:12:3)'), 'C:\\srv\\app', OWN)).toBe('src/pay.ts:12')
    expect(callSiteIn(at('file:///C:/srv/app/src/pay.mjs:12:3'), 'C:\\srv\\app', OWN)).toBe('src/pay.mjs:12')
    expect(callSiteIn(at('f (D:\\elsewhere\\pay.ts:12:3)'), 'C:\\srv\\app', OWN)).toBe('pay.ts:12')
  })

  it('is no path of the machine, of whatever stack, and fits into a report', () => {
    const path = fc.array(fc.string({ maxLength: 60 }), { maxLength: 30 }).map((parts) => `/${parts.join('/')}`)
    const frame = fc.tuple(path, fc.nat()).map(([place, line]) => `f (${place}:${line}:1)`)
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), fc.constantFrom(ROOT, '/', ''), (frames, root) => {
        const site = callSiteIn(at(...frames), root, OWN)
        if (site === undefined) return
        expect(site.length).toBeLessThanOrEqual(256)
        expect(site).toMatch(/:\d+$/)
      }),
    )
    expect(callSiteIn(at(`f (/srv/app/${'x/'.repeat(500)}a.js:1:1)`), ROOT, OWN)!.length).toBeLessThan(256)
  })

  it('is looked for at first sight, seldom afterwards, twenty times a second at most', () => {
    const sites = createCallSites(process.cwd())
    const pattern = { seen: 0, callSite: undefined as string | undefined }
    sites.see(pattern, 0)
    expect(pattern.callSite).toMatch(/^test\/engine\/call-site\.test\.ts:\d+$/)
    const known = { seen: 0, callSite: 'a.js:1' }
    sites.see(known, 0)
    expect(known.callSite).toBe('a.js:1')
    const seenBefore = { seen: 7, callSite: undefined as string | undefined }
    sites.see(seenBefore, 0)
    expect(seenBefore.callSite).toBeUndefined()
    const flood = Array.from({ length: 100 }, () => ({ seen: 0, callSite: undefined as string | undefined }))
    for (const one of flood) sites.see(one, 500)
    expect(flood.filter(({ callSite }) => callSite !== undefined)).toHaveLength(19)
    for (const one of flood.slice(19)) sites.see({ ...one, seen: 1_024 }, 1_500)
    const later = { seen: 1_024, callSite: undefined as string | undefined }
    sites.see(later, 3_000)
    expect(later.callSite).toBeDefined()
  })

  it('leaves the app its own stacks, and needs none', () => {
    const sites = createCallSites(process.cwd())
    const prepare = Error.prepareStackTrace
    const limit = Error.stackTraceLimit
    try {
      Error.stackTraceLimit = 3
      Error.prepareStackTrace = () => ({ not: 'a text' })
      const pattern = { seen: 0, callSite: undefined as string | undefined }
      sites.see(pattern, 0)
      expect(pattern.callSite).toBeUndefined()
      expect(Error.stackTraceLimit).toBe(3)
      Error.prepareStackTrace = () => {
        throw new Error('of the app')
      }
      sites.see(pattern, 0)
      expect(pattern.callSite).toBeUndefined()
    } finally {
      Error.prepareStackTrace = prepare
      Error.stackTraceLimit = limit
    }
  })

  it('goes with the template of a report, where it is wanted', () => {
    const reported = (options: object, templatesOnce = false) => {
      const core = samplingUnderTest(options, { env: { LIPSERVICE_URL: 'http://127.0.0.1:1' } })
      if (templatesOnce) core.ledger.heed({ templates_once: true })
      const take = () => {
        core.pipeline.sample({ severityNumber: 9, body: 'order paid' })
        return core.ledger.take()!.patterns[0]!
      }
      return [take(), take()].map(({ call_site }) => call_site)
    }
    expect(reported({})).toEqual([undefined, undefined])
    const [first, second] = reported({ callSites: true })
    expect(first).toMatch(/^test\/engine\/call-site\.test\.ts:\d+$/)
    expect(second).toBe(first)
    expect(reported({ callSites: true }, true)[1]).toBeUndefined()
  })

  it('is bounded in the protocol', () => {
    const report = (call_site: unknown) => ({
      service_name: 's',
      timestamp: 1,
      patterns: [{ signature: 'a'.repeat(16), count: 1, sampled_count: 1, first_seen: 1, last_seen: 1, call_site }],
      total_logs: 1,
      unique_patterns: 1,
      instance_id: 'i',
      sequence: 0,
    })
    expect(parseStatsReport(report('src/a.ts:1')).ok).toBe(true)
    expect(parseStatsReport(report('x'.repeat(257))).ok).toBe(false)
    expect(parseStatsReport(report(5)).ok).toBe(false)
  })
})
