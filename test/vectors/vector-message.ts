/** A message of a vector: spelled out, or made of `times` × `repeat` between what comes before and after. */
export type VectorMessage =
  | string
  | { readonly prefix?: string; readonly repeat: string; readonly times: number; readonly suffix?: string }

/** Messages by the rule that they show. */
export type VectorCases = Readonly<Record<string, readonly VectorMessage[]>>

export function textOf(message: VectorMessage): string {
  if (typeof message === 'string') return message
  const { prefix = '', repeat, times, suffix = '' } = message
  return prefix + repeat.repeat(times) + suffix
}
