import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffRows } from '../../src/screens/policies/diff-words.js'
import { draftOf, parsedDraft } from '../../src/screens/policies/draft-text.js'
import { foldVersions, reasonsOf, type Version, withoutSignatures } from '../../src/screens/policies/fold-versions.js'
import { hasWay, type StepState, stepsOf } from '../../src/screens/policies/steps-of.js'

const NOW = 1_795_623_120
const TIMES = { shadow_seconds: 3_600, canary_seconds: 1_800, watch_seconds: 3_600 }
type Stage = Version['stage']

function version(
  number: number,
  kind: Version['kind'],
  ...stages: readonly (readonly [Stage, number, string?])[]
): Version {
  const all = stages.length === 0 ? [['active', NOW - 60 * number] as const] : stages
  const [stage, at, reason = ''] = all.at(-1)!
  return {
    version: number,
    kind,
    stage,
    stage_at: at,
    stage_reason: reason,
    stages: all.map(([name, time, why = '']) => ({ stage: name, at: time, reason: why })),
    created_at: all[0]![1],
    created_by: 'allocator',
    restored_from: null,
    forecast: null,
  }
}

describe('the list of versions', () => {
  const shapeOf = (versions: readonly Version[]) =>
    foldVersions(versions).map((row) =>
      row.kind === 'version' ? row.version.version : row.versions.map((one) => one.version),
    )

  it('folds adjustments in a row; what is in force stands alone', () => {
    const list = [
      version(9, 'plan', ['canary', NOW]),
      version(8, 'adjustment'),
      version(7, 'adjustment'),
      version(6, 'adjustment'),
      version(5, 'rollback'),
      version(4, 'adjustment'),
      version(3, 'plan'),
    ]
    expect(shapeOf(list)).toEqual([9, 8, [7, 6], 5, 4, 3])
  })

  it('shows every version once, in order, whatever there is', () => {
    const kinds = fc.constantFrom('plan', 'adjustment', 'rollback', 'incident', 'revert', 'operator') as fc.Arbitrary<
      Version['kind']
    >
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 60 }), (list) => {
        const versions = list.map((kind, i) => version(list.length - i, kind))
        expect(shapeOf(versions).flat()).toEqual(versions.map((one) => one.version))
        for (const row of foldVersions(versions))
          if (row.kind === 'fold') for (const one of row.versions) expect(one.kind).toBe('adjustment')
      }),
    )
  })

  it('says why adjustments were made, the most frequent reason first', () => {
    const because = (number: number, reason: string) => version(number, 'adjustment', ['active', NOW, reason])
    expect(
      reasonsOf([
        because(3, '5 rates follow the volume'),
        because(2, 'the pace'),
        because(1, '2 rates follow the volume'),
      ]),
    ).toEqual([
      ['rates follow the volume', 2],
      ['the pace', 1],
    ])
  })

  it('names how many patterns a reason is of instead of their signatures', () => {
    const say = (many: number) => `${many} of them`
    const reason = 'it thins protected patterns: 809d7acfd3d93e48 93bce66903aaa35c, 739091e73c91681d'
    expect(withoutSignatures(reason, say)).toBe('it thins protected patterns: 2 of them')
    expect(withoutSignatures('INC-482 payments time out', say)).toBe('INC-482 payments time out')
  })
})

describe('the way of a version', () => {
  const statesOf = (steps: readonly StepState[]) => steps.map(({ state }) => state)

  it('is at a stage, with how far that is', () => {
    const way = version(2, 'plan', ['draft', NOW - 4_000], ['shadow', NOW - 4_000], ['canary', NOW - 600])
    const steps = stepsOf(way, TIMES, NOW)
    expect(statesOf(steps)).toEqual(['done', 'done', 'now', 'todo'])
    expect(steps[2]).toMatchObject({ at: NOW - 600, progress: { gone: 600, whole: 1_800 } })
  })

  it('leaves out what was gone over, and is watched while it is young', () => {
    const way = version(2, 'plan', ['draft', NOW - 900], ['shadow', NOW - 900], ['active', NOW - 300])
    const steps = stepsOf(way, TIMES, NOW)
    expect(statesOf(steps)).toEqual(['done', 'done', 'skipped', 'done'])
    expect(steps[3]?.watchedUntil).toBe(NOW - 300 + 3_600)
    expect(stepsOf(way, TIMES, NOW + 7_200)[3]?.watchedUntil).toBeUndefined()
  })

  it('ends where it was rejected or taken back, and says why', () => {
    const rejected = version(2, 'operator', ['draft', NOW - 9], ['rejected', NOW - 9, 'it thins protected patterns'])
    const steps = stepsOf(rejected, TIMES, NOW)
    expect(statesOf(steps)).toEqual(['ended', 'todo', 'todo', 'todo'])
    expect(steps[0]?.ending).toBe('it thins protected patterns')
    const reverted = version(
      2,
      'plan',
      ['draft', 1],
      ['shadow', 2],
      ['canary', 3],
      ['active', 4],
      ['reverted', 5, 'errors'],
    )
    expect(statesOf(stepsOf(reverted, TIMES, NOW))).toEqual(['done', 'done', 'done', 'ended'])
  })

  it('is that of plans and drafts alone', () => {
    expect(hasWay(version(1, 'rollback'))).toBe(false)
    expect(hasWay(version(1, 'plan', ['draft', 1], ['active', 2]))).toBe(true)
  })
})

describe('a difference of two versions in words', () => {
  const [BIG, SMALL] = ['00000000000000aa', '00000000000000bb']
  const templates = [
    { signature: BIG, check: null, template: 'query <*> returned' },
    { signature: SMALL, check: null, template: 'order <*> placed' },
  ]
  const rows = (changes: Parameters<typeof diffRows>[0]) => diffRows(changes, templates, 'UTC', NOW)

  it('says what concerns everything first, then patterns by bytes', () => {
    expect(
      rows([
        { path: `pattern_rates.${SMALL}`, before: 0.2, template: 'order <*> placed', bytes: 10 },
        { path: `pattern_rates.${BIG}`, before: 0.198, after: 0.296, template: 'query <*> returned', bytes: 1_000 },
        { path: 'budget.bytes_per_second', before: 17_100, after: 15_200 },
        { path: 'reasoning', before: 'a', after: 'b' },
      ]),
    ).toMatchObject([
      { label: 'Budget of one instance', before: '17.1\u00a0kB/s', after: '15.2\u00a0kB/s', tone: 'down' },
      { template: 'query <*> returned', before: '≤ 19.8\u202f%', after: '≤ 29.6\u202f%', tone: 'up' },
      { template: 'order <*> placed', before: '≤ 20\u202f%', after: 'no limit', tone: 'up' },
    ])
  })

  it('leaves out what differs behind the digits that are shown', () => {
    expect(rows([{ path: 'budget.bytes_per_second', before: 46_901, after: 46_902 }])).toEqual([])
    expect(rows([{ path: 'trace_key', before: 'one', after: 'another' }])).toHaveLength(1)
  })

  it('says pattern by pattern what is kept whole, and what counts how much', () => {
    expect(
      rows([
        { path: 'keep_patterns', before: [BIG], after: [SMALL] },
        { path: `pattern_values.${BIG}`, before: 0.125, after: 2 },
        { path: `pattern_values.${SMALL}`, after: 0.5 },
      ]).map(({ template, label, before, after, tone }) => [template, label, before, after, tone]),
    ).toEqual([
      ['order <*> placed', 'counts', 'once', 'half', 'down'],
      ['order <*> placed', 'kept whole', 'no', 'yes', 'up'],
      ['query <*> returned', 'counts', 'an eighth', 'double', 'up'],
      ['query <*> returned', 'kept whole', 'yes', 'no', 'down'],
    ])
  })

  it('shows no secret, and takes what it does not know as it is', () => {
    const found = rows([
      { path: 'trace_key', before: 'a secret of the fleet', after: 'another secret' },
      { path: 'some_new.thing', after: { nested: true } },
      { path: 'keep_first.count', before: 5 },
    ])
    expect(JSON.stringify(found)).not.toContain('secret')
    expect(found).toContainEqual(
      expect.objectContaining({ label: 'some new thing', before: 'none', after: '{"nested":true}', tone: '' }),
    )
    expect(found).toContainEqual(expect.objectContaining({ before: '5', after: 'as usual', tone: '' }))
  })

  it('has words for any change of any path', () => {
    const path = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'toString',
        '__proto__',
        'mode',
        'incident_until',
        'keep_patterns',
        'global_rate',
        `pattern_rates.${BIG}`,
        'rules',
      ),
    )
    fc.assert(
      fc.property(fc.array(fc.record({ path, before: fc.jsonValue(), after: fc.jsonValue() })), (changes) => {
        for (const row of rows(changes)) {
          expect(row.before).toBeTypeOf('string')
          expect(row.after).toBeTypeOf('string')
        }
      }),
    )
  })
})

describe('a draft', () => {
  it('starts from a version without what the server gives', () => {
    const text = draftOf({ version: 3, service: 'shop', issued_at: 'x', pattern_checks: 'y', global_rate: 0.5 })
    expect(parsedDraft(text)).toEqual({ global_rate: 0.5 })
    expect(parsedDraft(text, 'because')).toEqual({ global_rate: 0.5, reasoning: 'because' })
  })

  it('is refused with a reason where it is no object', () => {
    for (const text of ['', '{', '[]', '7', 'null']) expect(() => parsedDraft(text), text).toThrow(/JSON|object/)
  })
})
