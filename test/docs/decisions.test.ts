import { describe, expect, it } from 'vitest'
import { markdownIn, readPage } from './pages.js'

const FIELDS = ['Context', 'Choice', 'Consequence', 'Figure']

describe('the decisions', () => {
  const pages = markdownIn('docs/decisions')
    .filter((path) => !path.endsWith('README.md'))
    .map(readPage)
  const recordsOf = (text: string) => text.split(/^## /m).slice(1)

  it('are many', () => {
    expect(pages.flatMap(({ text }) => recordsOf(text)).length).toBeGreaterThan(60)
  })

  it.each(pages)('of $path are numbered, and say context, choice and consequence', ({ text }) => {
    for (const [i, record] of recordsOf(text).entries()) {
      expect(record.startsWith(`${i + 1}. `), record.slice(0, 40)).toBe(true)
      const fields = [...record.matchAll(/^- \*\*(\w+)\.\*\* \S/gm)].map(([, field]) => field)
      expect(fields, record.slice(0, 40)).toEqual(FIELDS.slice(0, fields.length === 4 ? 4 : 3))
    }
  })
})
