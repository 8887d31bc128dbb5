/** What a pattern is known by in delivery. What older versions left on disk has no check. */
export interface PatternName {
  /** 16 hex digits. */
  readonly signature: string
  /** Tells the pattern from others of the same id, 16 hex digits. */
  readonly check?: string
}

export function patternKey({ signature, check = '' }: PatternName): string {
  return signature + check
}

export function patternNameOf({ signature, check }: PatternName): PatternName {
  return check === undefined ? { signature } : { signature, check }
}
