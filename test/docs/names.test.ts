import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL_PAGES, type Block, codeSpans, root, USER_PAGES } from './pages.js'

const source = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n')
const ours = ['src', 'server/src'].map(source).join('\n')

/** Variables that Node.js, undici and frameworks read or set. */
const OF_OTHERS = new Set(['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'NO_PROXY', 'NEXT_RUNTIME'])
/** Files of apps. */
const OF_APPS = new Set(['instrumentation.ts', 'next.config.ts'])

describe('what the documentation names', () => {
  const named = (pattern: RegExp, isMeant: (block: Block) => boolean = () => true) =>
    USER_PAGES.flatMap((page) =>
      [...codeSpans(page), ...page.blocks.filter(isMeant).map(({ code }) => code)].flatMap((text) =>
        [...text.matchAll(pattern)].map(([name]) => ({ page: page.path, name: name.replace(/=$/, '') })),
      ),
    )

  it('as an environment variable is read by the SDK or its server', () => {
    // Not in what is printed: there are misspelt ones, too.
    const variables = named(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g, ({ language }) => language !== 'text')
    expect(variables.length).toBeGreaterThan(50)
    expect(variables.filter(({ name }) => !OF_OTHERS.has(name) && !ours.includes(name))).toEqual([])
  })

  it('as an attribute or a metric is written by the SDK', () => {
    const pattern = /\b(?:lipservice|otel\.sdk|log\.record)\.[a-z_.]*[a-z_]\b/g
    const names = named(pattern, ({ language }) => language === 'sql')
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter(({ name }) => !ours.includes(`'${name}'`))).toEqual([])
  })

  it('is written in a language that is tested', () => {
    const languages = new Set(USER_PAGES.flatMap(({ blocks }) => blocks.map(({ language }) => language)))
    expect([...languages].sort()).toEqual(['js', 'sh', 'sql', 'text', 'ts'])
  })

  it('as a path of the repository is there', () => {
    const files = new Set(
      ['src', 'server', 'dashboard', 'test', 'bench', 'examples', 'lint', 'docs', '.']
        .flatMap((folder) =>
          readdirSync(join(root, folder), { recursive: folder !== '.', withFileTypes: true }).map((entry) =>
            join(entry.parentPath, entry.name).slice(root.length),
          ),
        )
        .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path)),
    )
    const tails = new Set<string>()
    for (const file of files) {
      const parts = file.split('/')
      for (let i = 0; i < parts.length; i++) tails.add(parts.slice(i).join('/'))
    }
    const isPath = /^[\w@./-]+(?:\.(?:ts|cjs|mjs|md|json|grit|svg)|\/)$/
    const paths = ALL_PAGES.flatMap((page) =>
      codeSpans(page)
        .filter((span) => isPath.test(span) && !/^[@/]/.test(span) && !OF_APPS.has(span))
        .map((path) => ({ page: page.path, path })),
    )
    expect(paths.length).toBeGreaterThan(100)
    expect(paths.filter(({ path }) => !tails.has(path.replace(/^\.\//, '').replace(/\/$/, '')))).toEqual([])
  })
})
