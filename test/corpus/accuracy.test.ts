import { statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { groupingAccuracy } from './accuracy.ts'
import { readCorpus, softwareOf } from './read-corpus.ts'

describe('groupingAccuracy', () => {
  it('is perfect when every label has an id of its own', () => {
    expect(groupingAccuracy(['a', 'b', 'a'], ['2', '1', '2'])).toEqual({ ga: 1, fga: 1, overMerged: 0, fragmented: 0 })
    expect(groupingAccuracy([], [])).toEqual({ ga: 1, fga: 1, overMerged: 0, fragmented: 0 })
  })

  it('counts a split label and two merged ones as wrong, and the rest as right', () => {
    // a is whole, b is split over 2 and 3, c and d share 4: one right group of 4 ids and 4 labels.
    const labels = ['a', 'a', 'a', 'b', 'b', 'c', 'd', 'd']
    const ids = ['1', '1', '1', '2', '3', '4', '4', '4']
    expect(groupingAccuracy(labels, ids)).toEqual({ ga: 3 / 8, fga: 1 / 4, overMerged: 3 / 8, fragmented: 2 / 8 })
  })

  it('counts a message both ways when its label is split and its id is shared', () => {
    const { ga, fga, overMerged, fragmented } = groupingAccuracy(['a', 'a', 'b'], ['1', '2', '2'])
    expect({ ga, fga, overMerged, fragmented }).toEqual({ ga: 0, fga: 0, overMerged: 2 / 3, fragmented: 2 / 3 })
  })

  it('refuses lists of different lengths', () => {
    expect(() => groupingAccuracy(['a'], [])).toThrow(RangeError)
  })
})

describe('the corpus', () => {
  const corpus = readCorpus()
  const perLabel = Map.groupBy(corpus, ({ template }) => template)

  it('has a message and a label in every line, and a format string only with placeholders', () => {
    for (const { message, template, formatString } of corpus) {
      expect(message.trim()).not.toBe('')
      expect(template).toMatch(/\S/)
      if (formatString !== undefined) expect(formatString).toMatch(/%[a-zA-Z]/)
    }
  })

  it('has at least 3,000 messages of 250 labels of 8 pieces of software, and stays below 1.5 MB', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(3_000)
    expect(perLabel.size).toBeGreaterThanOrEqual(250)
    expect(new Set(corpus.map(({ template }) => softwareOf(template))).size).toBeGreaterThanOrEqual(8)
    expect(statSync(new URL('./corpus.ndjson', import.meta.url)).size).toBeLessThan(1_500_000)
  })

  it('has no message twice under a label, and no label that dominates', () => {
    for (const [template, messages] of perLabel) {
      expect(new Set(messages.map(({ message }) => message)).size, template).toBe(messages.length)
      expect(messages.length, template).toBeLessThanOrEqual(60)
    }
  })
})
