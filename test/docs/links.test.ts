import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL_PAGES, anchorsOf, linksOf, readPage, root, USER_PAGES } from './pages.js'

const packed = (folder: string): string[] => {
  const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: join(root, folder),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }]
  return files.map(({ path }) => join(folder, path))
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

  it.each(['.', 'server'])('of what the package in %s is published with are published too, or absolute', (folder) => {
    const files = packed(folder)
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
