import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { madeOnce } from '../support/made-once.js'
import { ALL_PAGES, anchorsOf, linksOf, readPage, root, USER_PAGES } from './pages.js'

/** The files of a package, from the root of the repository. */
const packed = async (folder: string, tarball: 'sdkTarball' | 'serverTarball'): Promise<string[]> => {
  const listed = execFileSync('tar', ['-tzf', await madeOnce(tarball)], { encoding: 'utf8' })
  return listed
    .trimEnd()
    .split('\n')
    .map((path) => join(folder, path.replace(/^package\//, '')))
}

describe('links', () => {
  const links = ALL_PAGES.flatMap(linksOf)

  it.each(ALL_PAGES)('of $path lead somewhere', (page) => {
    for (const { target, anchor } of linksOf(page)) {
      if (target.startsWith('http')) continue
      expect(existsSync(join(root, target)), target).toBe(true)
      if (anchor !== undefined && target.endsWith('.md'))
        expect(anchorsOf(readPage(target)), `${target}#${anchor}`).toContain(anchor)
    }
  })

  it.each([
    ['.', 'sdkTarball'],
    ['server', 'serverTarball'],
  ] as const)('of what the package in %s is published with are published too, or absolute', async (folder, tarball) => {
    const files = await packed(folder, tarball)
    const published = ALL_PAGES.filter(({ path }) => files.includes(path))
    expect(published.length).toBeGreaterThan(0)
    for (const { page, target, isRelative } of published.flatMap(linksOf))
      if (isRelative) expect(files, `${page} → ${target}`).toContain(target)
  })

  it('reach every page of docs/ from its index', () => {
    const reached = new Set<string>()
    const follow = (path: string) => {
      if (reached.has(path)) return
      reached.add(path)
      for (const { page, target } of links)
        if (page === path && target.startsWith('docs/') && target.endsWith('.md')) follow(target)
    }
    follow('docs/README.md')
    expect([...reached].sort()).toEqual(
      USER_PAGES.map(({ path }) => path)
        .filter((path) => path !== 'README.md')
        .sort(),
    )
  })
})
