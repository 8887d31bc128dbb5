import { describe, expect, it } from 'vitest'
import { worthOf } from '../../src/allocation/worth.js'
import type { StoredOverride } from '../../src/store/contracts/overrides.js'
import { TEN } from '../support/reports.js'

const SIGNATURE = '00000000000000aa'

function worth(byWords: string, ...labels: (readonly [check: string, label: string])[]) {
  const pattern = { signature: SIGNATURE, check: 'c1', template: 't', severity: 'INFO', class: byWords, firstSeen: 0 }
  const totals = { seen: 1, kept: 1, bytes: 1, keptBytes: 1, errors: 0 }
  const overrides = labels.map(
    ([check, label]): StoredOverride => ({
      teamId: 1,
      service: 's',
      signature: SIGNATURE,
      check,
      kind: 'label',
      label,
      rate: 1,
      reason: 'r',
      createdAt: TEN,
      createdBy: 'k',
      expiresAt: undefined,
    }),
  )
  const context = { now: TEN, serviceFirstSeen: 0, overrides: new Map([[SIGNATURE, overrides]]), inIncident: new Map() }
  return worthOf({ ...pattern, ...totals }, context)
}

describe('what a person says a pattern is', () => {
  it('goes before what its words say, upward and downward', () => {
    expect(worth('security', ['', 'debug'])).toMatchObject({ value: 0.5, protection: undefined })
    expect(worth('debug', ['', 'audit'])).toMatchObject({ protection: 'audit' })
    expect(worth('health_check', ['', 'business'])).toMatchObject({ value: 2, protection: undefined })
  })

  it('is of one pattern where it names a check', () => {
    expect(worth('security', ['c1', 'debug'])).toMatchObject({ value: 0.5 })
    expect(worth('security', ['c2', 'debug'])).toMatchObject({ protection: 'security' })
    expect(worth('unknown', ['', 'debug'], ['c1', 'business'])).toMatchObject({ value: 2 })
  })

  it('makes no error less than one', () => {
    expect(worth('error', ['', 'debug'])).toEqual(worth('error'))
  })
})
