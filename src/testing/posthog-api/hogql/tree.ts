/** A node of the tree that PostHog's own parser makes, as far as the fake reads it. */
export interface Tree {
  readonly node: string
  readonly [part: string]: unknown
}

export interface SelectTree extends Tree {
  readonly node: 'SelectQuery'
  readonly select: readonly Tree[]
  readonly distinct: boolean | null
  readonly select_from: (Tree & { readonly table: Tree }) | null
  readonly where: Tree | null
  readonly prewhere: Tree | null
  readonly having: Tree | null
  readonly group_by: readonly Tree[] | null
  readonly order_by?: readonly { readonly expr: Tree; readonly order: 'ASC' | 'DESC' }[] | null
  readonly limit?: Tree | null
  readonly offset?: Tree | null
}

/** A query that PostHog would refuse with 400; `code` as PostHog has it. */
export class HogQLError extends Error {
  readonly code: string

  constructor(message: string, code = 'invalid_input') {
    super(message)
    this.code = code
  }
}

/** What PostHog may well take, but the fake does not know: a test that relies on it would prove nothing. */
export class UnknownToFake extends HogQLError {
  constructor(what: string) {
    super(`the fake PostHog does not know ${what}`, 'unknown_to_fake')
  }
}

/** Returns a key that two trees share if they say the same. */
export const keyOf = (tree: Tree): string => JSON.stringify(tree)
