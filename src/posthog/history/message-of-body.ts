import { signedTextOf } from '../../signature/signed-text.js'
import { SPEAKING_KEYS } from '../../signature/speaking-keys.js'

const OPENING_BRACE = 123

/**
 * Returns the text that an SDK would have signed of a body as PostHog stores it: objects are JSON there, and long ones were cut.
 *
 * @example
 * messageOfBody('{"msg":"cart saved","items":3}') // → 'cart saved'
 */
export function messageOfBody(body: string): string {
  const text = body.trimStart()
  if (text.charCodeAt(0) !== OPENING_BRACE) return body
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? signedTextOf({ body: parsed as object }) : body
  } catch {
    return messageOfCut(text) ?? body
  }
}

/** Of JSON that ends early: what its first fields of these names say. */
function messageOfCut(text: string): string | undefined {
  const said = SPEAKING_KEYS.flatMap((key) => {
    const start = text.indexOf(`"${key}":"`)
    if (start < 0) return []
    const value = textFrom(text, start + key.length + 3)
    return value === undefined || value === '' ? [] : [value]
  })
  return said.length === 0 ? undefined : said.join(' ')
}

/** The JSON text that begins at a quote; what there is of it where it was cut. */
function textFrom(text: string, quote: number): string | undefined {
  let end = quote + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  const inside = text.slice(quote, Math.min(end, text.length))
  for (const literal of [`${inside}"`, `${inside.replace(/\\u?[0-9a-fA-F]{0,3}$/, '')}"`]) {
    try {
      return JSON.parse(literal) as string
    } catch {
      // Cut within an escape, or no JSON: the other may be.
    }
  }
  return undefined
}
