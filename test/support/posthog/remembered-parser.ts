import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type createHogQLParser from '@posthog/hogql-parser'

// By require: an import of its name leads here.
const create = createRequire(import.meta.url)('@posthog/hogql-parser') as typeof createHogQLParser

/**
 * PostHog's own parser. It takes up to a second for a query, and each process begins anew: what one of a run has parsed is kept in
 * files for the others. Tests get it in place of `@posthog/hogql-parser`.
 */
// biome-ignore lint/style/noDefaultExport: it stands for a package that has one.
export default async function createRememberedParser(): ReturnType<typeof create> {
  const parser = await create()
  const folder = process.env['NODE_COMPILE_CACHE']
  if (folder === undefined) return parser
  const parsed = join(folder, 'parsed-queries')
  mkdirSync(parsed, { recursive: true })
  const parseSelect = parser.parseSelect.bind(parser)
  return Object.assign(parser, {
    parseSelect(query: string, isInternal?: boolean): string {
      const file = join(parsed, createHash('sha256').update(`${isInternal} ${query}`).digest('hex'))
      try {
        return readFileSync(file, 'utf8')
      } catch {
        const answer = parseSelect(query, isInternal)
        // Whole, or not there.
        writeFileSync(`${file}.${process.pid}`, answer)
        renameSync(`${file}.${process.pid}`, file)
        return answer
      }
    },
  })
}
