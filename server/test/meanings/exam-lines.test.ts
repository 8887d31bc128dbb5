import { expect, it } from 'vitest'
import { wordSet } from '../../../test/classes/words/word-set.js'
import { EXAM_LINES } from '../../src/meanings/exam-lines.js'

it('the lines of the exam are labelled as those that words are held to', () => {
  const labels = new Map(wordSet().map(({ template, severity, label }) => [template, { severity, label }]))
  for (const { template, severity, meaning } of EXAM_LINES)
    expect(labels.get(template), template).toEqual({ severity, label: meaning })
})
