/** Where a secret stands in a text, and of what kind it is. */
export interface FoundSecret {
  readonly start: number
  readonly end: number
  readonly kind: string
}

export function found(start: number, end: number, kind: string): FoundSecret {
  return { start, end, kind }
}
