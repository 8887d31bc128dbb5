import { HogQLError, type SelectTree, type Tree, UnknownToFake } from './tree.js'

interface Parser {
  parseSelect(text: string, isInternal?: boolean): string
  parseStringLiteralText(text: string): string
}

export type Parse = (query: string) => SelectTree

const MAX_SHAPES = 500

let loading: Promise<Parse> | undefined

/**
 * Loads PostHog's own parser, once a process: it keeps what it learns of the grammar.
 *
 * @throws Error naming the package when it is not installed
 */
export function loadParser(): Promise<Parse> {
  loading ??= load()
  return loading
}

async function load(): Promise<Parse> {
  const parser = await import('@posthog/hogql-parser').then(
    ({ default: create }) => create() as Promise<Parser>,
    () => {
      throw new Error('startFakePostHogApi needs PostHog’s parser: npm install --save-dev @posthog/hogql-parser')
    },
  )
  const shapes = new Map<string, Tree>()
  return (query) => {
    const { shape, texts } = liftTexts(query, parser)
    let tree = shapes.get(shape)
    if (tree === undefined) {
      tree = JSON.parse(parser.parseSelect(shape, true)) as Tree
      if (shapes.size >= MAX_SHAPES) shapes.clear()
      shapes.set(shape, tree)
    }
    if ('error' in tree) throw new HogQLError(String(tree['message']), 'syntax_error')
    if (tree.node !== 'SelectQuery') throw new UnknownToFake(`a query of the kind ${tree.node}`)
    return putTexts(tree, texts) as SelectTree
  }
}

const SLOT = /^slot:(\d+)$/

/** The parser takes a tenth of a second: queries that differ in their texts alone are parsed once. */
function liftTexts(query: string, parser: Parser): { shape: string; texts: string[] } {
  const texts: string[] = []
  const shape = query.replace(
    /'(?:[^'\\]|\\[\s\S]|'')*'|`(?:[^`\\]|\\[\s\S]|``)*`|"(?:[^"\\]|\\[\s\S]|"")*"/g,
    (token) => {
      if (!token.startsWith("'")) return token
      texts.push(parser.parseStringLiteralText(token))
      return `'slot:${texts.length - 1}'`
    },
  )
  return { shape, texts }
}

function putTexts(part: unknown, texts: readonly string[]): unknown {
  if (Array.isArray(part)) return part.map((item) => putTexts(item, texts))
  if (typeof part === 'string') {
    const slot = SLOT.exec(part)?.[1]
    return slot === undefined ? part : texts[Number(slot)]
  }
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, putTexts(value, texts)]))
}
