import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPage, root, tableAfter } from './pages.js'

interface Rule {
  readonly name: string
  readonly comment?: string
}

const page = readPage('ARCHITECTURE.md')
const require = createRequire(import.meta.url)

/** The rows of a table of rooms, as its lint rules say them. */
function rulesOf(config: string): string[][] {
  const { forbidden } = require(join(root, config)) as { forbidden: readonly Rule[] }
  return forbidden
    .filter(({ name }) => name.startsWith('arrow-from-'))
    .map(({ name, comment }) => [name.replace('arrow-from-', ''), /may import: (.*)\.$/.exec(comment!)![1]!])
}

describe('ARCHITECTURE.md', () => {
  it.each([
    ['## The rooms', '.dependency-cruiser.cjs'],
    ['## The server', 'server/.dependency-cruiser.cjs'],
    ['## The page', 'dashboard/.dependency-cruiser.cjs'],
  ])('has under "%s" the rooms and arrows of %s, in its order', (heading, config) => {
    const below: string[] = []
    const documented = tableAfter(page, heading).map(([room, what, arrows]) => {
      const name = room!.replaceAll('`', '').replace(/(\/|\.tsx?)$/, '')
      const named = arrows === 'all above' ? below.join(', ') : arrows === '–' ? 'nothing of ours' : arrows!
      below.push(name)
      expect(what).not.toBe('')
      return [name, named]
    })
    expect(documented).toEqual(rulesOf(config))
  })
})
