import { beforeEach, describe, expect, it } from 'vitest'
import type { SamplingDecision } from '../../src/sampling/decision.js'
import { applyMergeRules } from '../../src/signature/merge-rules.js'
import { type Signature, signatureOf } from '../../src/signature/signature.js'
import { PatternTable } from '../../src/stats/pattern-table.js'
import { seededRandom } from '../../src/testing.js'

const ANN = signatureOf('user ann came')
const BOB = signatureOf('user bob came')
const CAME = signatureOf('user 1 came')
const MOVED = signatureOf('user 1 <*>')
const mergeBy = (...templates: string[]) => applyMergeRules(templates.map((template) => ({ template })))
const came = mergeBy('user <+> came')

describe('a merged pattern', () => {
  let table: PatternTable
  const count = (signature: Signature, now: number, keep = false) =>
    table.entryOf(signature).count({ keep } as SamplingDecision, 9, 100, now)

  beforeEach(() => {
    table = new PatternTable({ random: seededRandom(1) })
  })

  it('was first seen when the first of its patterns was, and last when the last was', () => {
    for (const [signature, now] of [
      [ANN, 2_000],
      [BOB, 1_000],
      [ANN, 3_000],
      [BOB, 4_000],
    ] as const)
      count(signature, now)
    table.regroup(came)
    expect(table.take()).toMatchObject([{ signature: CAME.id, template: CAME.template, first_seen: 1, last_seen: 4 }])
  })

  it('leaves what was reported out of its times', () => {
    count(ANN, 1_000)
    table.take()
    count(BOB, 2_000)
    table.regroup(came)
    expect(table.take()).toMatchObject([{ count: 1, first_seen: 2, last_seen: 2 }])
  })

  it('takes back reports of all its patterns with their times', () => {
    count(ANN, 1_000)
    count(BOB, 2_000)
    count(ANN, 3_000)
    count(BOB, 4_000)
    const unanswered = table.take()
    table.regroup(came)
    for (const reports of [unanswered, [...unanswered].reverse()]) {
      table.putBack(reports)
      expect(table.take()).toMatchObject([{ signature: CAME.id, count: 4, first_seen: 1, last_seen: 4 }])
    }
  })

  it('is no new one: its window goes on', () => {
    const windows = [
      [7, 3],
      [7, 4],
      [6, 90],
    ] // prettier-ignore
    for (const [i, [window, inWindow]] of windows.entries()) {
      const { sampling } = table.entryOf(signatureOf(`user ${['ann', 'bob', 'cyd'][i]} came`))
      Object.assign(sampling, { window, inWindow })
    }
    table.regroup(came)
    expect(table.find(CAME)!.sampling).toMatchObject({ window: 7, inWindow: 7 })
  })

  it('knows the mean size of its records', () => {
    for (const [signature, bytes] of [
      [ANN, 200],
      [BOB, 400],
    ] as const) {
      count(signature, 0, true)
      table.find(signature)!.encoded(100, bytes)
    }
    table.regroup(came)
    expect(table.find(CAME)!.sampling.meanBytes).toBe(300)
  })

  it('gets the sizes of records that are still being encoded, however often rules change', () => {
    count(ANN, 0, true)
    count(BOB, 0, true)
    for (const merge of [came, mergeBy('user <*> <+>', 'user bob <+>'), (signature: Signature) => signature]) {
      table.regroup(merge)
    }
    table.find(ANN)?.encoded(100, 250)
    table.find(BOB)?.encoded(100, 350)
    expect(table.take()).toMatchObject([{ signature: MOVED.id, count: 2, bytes: 600, sampled_bytes: 600 }])
  })

  it('stays when its rule goes: new records count on their own', () => {
    count(ANN, 0)
    table.regroup(came)
    table.regroup((signature) => signature)
    count(ANN, 3_000)
    expect(Array.from(table, ({ signature, seen }) => [signature, seen])).toEqual([
      [CAME.id, 1],
      [ANN.id, 1],
    ]) // prettier-ignore
    expect(table.find(ANN)!.signature).toBe(ANN.id)
  })

  it('has nothing to do with a part that came back and was evicted', () => {
    table = new PatternTable({ random: seededRandom(1), capacity: 2 })
    for (const signature of [ANN, ANN, ANN]) count(signature, 0)
    table.regroup(came)
    expect(table.find(ANN)?.signature).toBe(CAME.id)
    count(ANN, 2_000)
    count(BOB, 3_000)
    expect(table.find(ANN)).toBeUndefined()
  })

  it('is not made by rules that fit nothing', () => {
    count(ANN, 1_000, true)
    count(BOB, 2_000)
    const [entries, admitted] = [[...table], table.admitted]
    table.regroup((signature) => signature)
    table.regroup(mergeBy('never seen <+>'))
    expect([...table]).toEqual(entries)
    for (const entry of table) expect(entries).toContain(entry)
    expect(table.admitted).toBe(admitted)
  })
})
