import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const REPOSITORY = 'https://github.com/lipservice/lipservice-node'

/** A code block of a page. `line` is that of its first line, from 1. */
export interface Block {
  readonly page: string
  readonly line: number
  readonly language: string
  readonly code: string
}

export interface Page {
  /** Path from the root of the repository. */
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
  readonly blocks: readonly Block[]
  /** The text without its blocks. */
  readonly prose: string
}

/** What users read: README.md and docs/. */
export const USER_PAGES: readonly Page[] = ['README.md', ...markdownIn('docs')].map(readPage)
/** All that is written, but for what others wrote. */
export const ALL_PAGES: readonly Page[] = [
  ...USER_PAGES,
  ...['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'].map(readPage),
  ...['bench', 'examples', 'server', 'test'].flatMap(markdownIn).map(readPage),
]

export function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

export function readPage(path: string): Page {
  const text = readFileSync(join(root, path), 'utf8')
  const lines = text.replace(/\n$/, '').split('\n')
  const blocks: Block[] = []
  const prose: string[] = []
  let open: { fence: string; line: number; language: string; code: string[] } | undefined
  for (const [i, line] of lines.entries()) {
    const [, fence, language] = /^\s*(```+)(\S*)\s*$/.exec(line) ?? []
    if (open === undefined && fence !== undefined) open = { fence, line: i + 2, language: language!, code: [] }
    else if (open === undefined) prose.push(line)
    else if (fence === open.fence && language === '') {
      blocks.push({ page: path, line: open.line, language: open.language, code: `${open.code.join('\n')}\n` })
      open = undefined
    } else open.code.push(line)
  }
  if (open !== undefined) throw new Error(`${path}:${open.line}: a block that does not end`)
  return { path, text, lines, blocks, prose: prose.join('\n') }
}

/** What stands in backticks. */
export function codeSpans({ prose }: Page): string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!)
}

export interface Link {
  readonly page: string
  /** Path from the root of the repository, or a URL. */
  readonly target: string
  readonly anchor: string | undefined
  /** Whether it was written relative to the page. */
  readonly isRelative: boolean
}

/** Links and pictures, of Markdown or of HTML. Those into the repository by an absolute address are resolved as well. */
export function linksOf({ path, prose }: Page): Link[] {
  const written = [
    ...prose.matchAll(/\]\(([^)\s]+)\)/g),
    ...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm),
    ...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g),
  ].map(([, target]) => target!)
  return written.map((link) => {
    const [target = '', anchor] = link.split('#')
    const inRepository = new RegExp(`^${REPOSITORY}/(?:blob|tree)/main/(.*)$`).exec(target)?.[1]
    if (inRepository !== undefined) return { page: path, target: inRepository, anchor, isRelative: false }
    if (/^https?:/.test(target)) return { page: path, target, anchor, isRelative: false }
    return { page: path, target: target === '' ? path : join(dirname(path), target), anchor, isRelative: true }
  })
}

/** The anchors that GitHub gives to the headings of a page. */
export function anchorsOf({ prose }: Page): string[] {
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** The rows of the first table behind a heading or text, cells trimmed, without its head. */
export function tableAfter({ path, text }: Page, mark: string): string[][] {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`${path} has no "${mark}"`)
  const lines = text.slice(at).split('\n')
  const start = lines.findIndex((line) => line.startsWith('|'))
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'))
  return lines.slice(start + 2, length < 0 ? undefined : start + length).map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  )
}
