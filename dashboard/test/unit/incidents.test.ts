import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventsOf } from '../../src/screens/incidents/events.js'
import { byWeight, type Finding, type IncidentPage, loggedSince } from '../../src/screens/incidents/findings.js'
import { openFirst } from '../../src/screens/incidents/use-incidents.js'
import type { Incident } from '../../src/state/incidents.js'

const BEGAN = 1_795_620_060

const finding = (kind: Finding['kind'], expected: number, observed: number, template: string = kind): Finding => ({
  kind,
  signature: kind === 'error_surge' ? '' : template,
  check: null,
  template: kind === 'error_surge' ? '' : template,
  severity: '',
  expected,
  observed,
  since: BEGAN,
  last: BEGAN + 60,
})
const incident = (id: number, findings: Finding[], resolved_at: number | null = null): Incident => ({
  id,
  service: 'checkout-api',
  release: '2.33.0',
  opened_at: BEGAN,
  last_at: BEGAN + 60,
  resolved_at,
  summary: '',
  findings,
})
const series = (signature: string, seen: number[]): IncidentPage['series'][number] => ({
  signature,
  check: null,
  expected: 0,
  expected_by_step: null,
  seen,
  kept: seen.map((value) => value / 2),
  errors: seen.map(() => 1),
})
const version = (
  number: number,
  kind: IncidentPage['policies'][number]['kind'],
  at: number,
  reason: string,
  by = 'allocator',
) => ({
  version: number,
  kind,
  stage: 'active' as const,
  stage_at: at,
  stage_reason: reason,
  stages: [{ stage: 'active' as const, at, reason }],
  created_at: at,
  created_by: by,
  restored_from: null,
  forecast: null,
})
const who = (actor: string) => ({ name: actor, isPerson: actor !== 'allocator' && actor !== 'rollouts' })

describe('the findings of an incident', () => {
  it('stand by weight: errors, silence, spikes by how far they are off, what is new', () => {
    const findings = [
      finding('spike', 10, 100, 'tenfold'),
      finding('new_pattern', 0, 5),
      finding('spike', 10, 300, 'thirtyfold'),
      finding('silence', 900, 0),
      finding('error_surge', 0, 800),
    ]
    const rows = findings.map((one, i) => series(one.signature, [i]))
    const shown = byWeight({ incident: incident(1, findings), series: rows })
    expect(shown.map((one) => one.finding.template || one.finding.kind)).toEqual([
      'error_surge',
      'silence',
      'thirtyfold',
      'tenfold',
      'new_pattern',
    ])
    for (const one of shown) expect(one.series?.signature).toBe(one.finding.signature)
  })

  it('are all there where the server sends series of some only', () => {
    const findings = [finding('spike', 1, 2, 'a'), finding('spike', 1, 3, 'b')]
    const shown = byWeight({ incident: incident(1, findings), series: [series('a', [1])] })
    expect(shown.map((one) => one.series === undefined)).toEqual([true, false])
  })

  it('are summed since it began, of the whole service alone', () => {
    const times = [0, 60, 120, 180]
    const whole = series('', [10, 20, 40, 80])
    expect(loggedSince({ times, series: [series('a', [9, 9, 9, 9]), whole] }, 60, 120)).toEqual({
      seen: 60,
      kept: 30,
      errors: 2,
    })
    expect(loggedSince({ times, series: [series('a', [9, 9, 9, 9])] }, 60, 120)).toBeUndefined()
  })
})

describe('what happened', () => {
  it('is told oldest first, with adjustments of the pace in a row as one', () => {
    const policies = [
      version(21, 'adjustment', BEGAN + 900, 'the pace of the day leaves less for now'),
      version(20, 'adjustment', BEGAN + 800, 'the pace of the day leaves less for now'),
      version(18, 'incident', BEGAN + 600, 'INC-482 payments time out', 'maya'),
      version(17, 'adjustment', BEGAN + 300, 'more patterns are kept whole'),
      version(9, 'plan', BEGAN - 9_000, 'it keeps what was planned', 'rollouts'),
    ]
    const page = { incident: incident(1, [finding('spike', 33, 884, 'order <*> failed')], BEGAN + 2_000), policies }
    expect(eventsOf(page, BEGAN - 2_000, who).map(({ at, tone, text }) => [at - BEGAN, tone, text])).toEqual([
      [-2_000, '', 'Release 2.33.0 began to report'],
      [0, 'warn', 'Spike, up to 884 a minute'],
      [300, 'accent', 'v17: more is kept whole, or worth more'],
      [600, 'person', 'maya keeps everything'],
      [800, '', 'The pace or rates were adjusted 2 times'],
      [2_000, 'good', 'Over: ten quiet minutes'],
    ])
  })

  it('says what people put in force, and what was taken back', () => {
    const policies = [
      version(4, 'revert', BEGAN + 30, 'errors surge', 'rollouts'),
      version(3, 'rollback', BEGAN + 20, 'too little', 'maya'),
    ]
    const events = eventsOf({ incident: incident(1, []), policies }, undefined, who)
    expect(events).toMatchObject([
      { tone: 'person', text: 'maya: v3, rolled back', reason: 'too little', version: 3 },
      { tone: 'bad', reason: 'errors surge', version: 4 },
    ])
  })
})

it('open incidents come first, each once, the newest on top', () => {
  const any = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.boolean()), { selector: ([id]) => id })
  fc.assert(
    fc.property(any, (list) => {
      const all = list.map(([id, isOpen]) => incident(id, [], isOpen ? null : BEGAN))
      const open = all.filter((one) => one.resolved_at === null)
      const shown = openFirst(all.slice(0, 20), open)
      const ids = shown.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(shown.slice(0, open.length).every((one) => one.resolved_at === null)).toBe(true)
      for (const part of [ids.slice(0, open.length), ids.slice(open.length)])
        expect(part).toEqual(part.toSorted((a, b) => b - a))
    }),
  )
})
