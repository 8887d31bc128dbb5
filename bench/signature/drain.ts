/** Drain: He, Zhu, Zheng, Lyu, "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017. */
export interface Drain {
  /** The id of the group the message belongs to; a message like no other founds a group. */
  add(message: string): number
  /** By group id. */
  templates(): string[]
}

export interface DrainOptions {
  /** Of the whole tree: root, token count, `depth - 2` leading tokens. */
  readonly depth?: number
  /** The least similarity, 0 to 1, of a message to its group. */
  readonly similarity?: number
  readonly maxChildren?: number
}

interface Group {
  readonly id: number
  readonly tokens: string[]
}

interface Node {
  readonly children: Map<string, Node>
  readonly groups: Group[]
}

const WILDCARD = '<*>'
const HAS_DIGIT = /\d/
const SPACES = /\s+/
const MASKED: readonly RegExp[] = [
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  /\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g,
  /\b0x[0-9a-f]+\b/gi,
  /(?<!\w)[+-]?\d+(?:\.\d+)?(?!\w)/g,
]

export function createDrain({ depth = 4, similarity = 0.4, maxChildren = 100 }: DrainOptions = {}): Drain {
  const byTokenCount = new Map<number, Node>()
  const groups: Group[] = []
  const tokenLayers = depth - 2

  function leafFor(tokens: readonly string[]): Node {
    let node = childOf(byTokenCount, tokens.length)
    const layers = Math.min(tokenLayers, tokens.length)
    for (let i = 0; i < layers; i++) node = childFor(node, tokens[i]!)
    return node
  }

  function childFor({ children }: Node, token: string): Node {
    const key = HAS_DIGIT.test(token) ? WILDCARD : token
    const known = children.get(key)
    if (known !== undefined) return known
    // The last place is the wildcard's, so that every token finds a child.
    const room = children.has(WILDCARD) ? maxChildren : maxChildren - 1
    return childOf(children, children.size < room ? key : WILDCARD)
  }

  function nearest(candidates: readonly Group[], tokens: readonly string[]): Group | undefined {
    let best: Group | undefined
    let bestSimilarity = -1
    for (const group of candidates) {
      const found = sequenceSimilarity(group.tokens, tokens)
      if (found > bestSimilarity) {
        best = group
        bestSimilarity = found
      }
    }
    return bestSimilarity >= similarity ? best : undefined
  }

  return {
    add(message) {
      const tokens = tokensOf(message)
      const leaf = leafFor(tokens)
      const group = nearest(leaf.groups, tokens)
      if (group !== undefined) {
        generalise(group.tokens, tokens)
        return group.id
      }
      const founded = { id: groups.length, tokens }
      groups.push(founded)
      leaf.groups.push(founded)
      return founded.id
    },
    templates: () => groups.map(({ tokens }) => tokens.join(' ')),
  }
}

function childOf<Key>(children: Map<Key, Node>, key: Key): Node {
  const known = children.get(key)
  if (known !== undefined) return known
  const child: Node = { children: new Map(), groups: [] }
  children.set(key, child)
  return child
}

function tokensOf(message: string): string[] {
  let masked = message
  for (const pattern of MASKED) masked = masked.replace(pattern, WILDCARD)
  const trimmed = masked.trim()
  return trimmed === '' ? [] : trimmed.split(SPACES)
}

/** The share of positions with equal tokens; both have the same length. */
function sequenceSimilarity(template: readonly string[], tokens: readonly string[]): number {
  if (tokens.length === 0) return 1
  let equal = 0
  for (let i = 0; i < tokens.length; i++) if (template[i] === tokens[i]) equal++
  return equal / tokens.length
}

function generalise(template: string[], tokens: readonly string[]): void {
  for (let i = 0; i < tokens.length; i++) if (template[i] !== tokens[i]) template[i] = WILDCARD
}
