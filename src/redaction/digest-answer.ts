/** `name="value"` or `name=value`, as many as an answer has at most; quotes may be escaped, as within JSON. */
const PARAMETERS = /(?: {0,4}, {0,4})?[A-Za-z]{1,16}\*?=(?:\\{0,4}"[^"\\]{0,1024}\\{0,4}"|[^\s,"'\\]{1,256})/y
const MAX_PARAMETERS = 16
const SCHEME = 'digest '

/** Returns whether credentials of the scheme Digest (RFC 7616) begin at `start`. */
export function isDigest(text: string, start: number): boolean {
  return text.slice(start, start + SCHEME.length).toLowerCase() === SCHEME
}

/**
 * Returns where the parameters of a Digest answer end, which begin behind `Digest `; -1 where there is no `response` among them: it is made of
 * the password, which can be guessed by it.
 */
export function digestAnswerEnd(text: string, start: number): number {
  let end = start + SCHEME.length
  let hasResponse = false
  for (let i = 0; i < MAX_PARAMETERS; i++) {
    PARAMETERS.lastIndex = end
    if (!PARAMETERS.test(text)) break
    hasResponse ||= /^[ ,]*response=/i.test(text.slice(end, end + 24))
    end = PARAMETERS.lastIndex
  }
  return hasResponse ? end : -1
}
