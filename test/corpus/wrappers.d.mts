interface Frames {
  readonly file: RegExp
  readonly function?: RegExp
  readonly line?: number
  readonly reason: string
}

export const wrappers: readonly Frames[]
export const errorWrappers: readonly Frames[]
export const unknownOrigins: readonly { readonly label: RegExp; readonly reason: string }[]
export const sameTexts: readonly { readonly label: string; readonly as: string }[]
export const severalTexts: readonly { readonly label: RegExp; readonly texts: readonly RegExp[] }[]
