import { StringDecoder } from 'node:string_decoder'

/** Longer lines are cut: what follows is not read. */
export const MAX_LINE_CHARACTERS = 1 << 20
const CARRIAGE_RETURN = 13

/** Lines of a piece of a file, and how many were cut. */
export interface LineReader {
  /** Calls back for each line that ends in this piece. */
  push(chunk: Buffer): void
  /** Calls back for the last line, if it has no end. */
  end(): void
  readonly cut: number
}

/** Returns what makes lines of pieces. A line is kept in memory up to 1 Mi characters. */
export function createLineReader(onLine: (line: string) => void): LineReader {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let cut = 0
  let isCut = false

  /** The cut must not depend on the pieces that a line comes in. */
  function take(line: string): void {
    if (isCut) isCut = false
    else if (line.length > MAX_LINE_CHARACTERS) takeCut(line)
    else onLine(line.charCodeAt(line.length - 1) === CARRIAGE_RETURN ? line.slice(0, -1) : line)
  }

  function takeCut(line: string): void {
    cut++
    onLine(line.slice(0, MAX_LINE_CHARACTERS))
  }

  function read(text: string): void {
    let from = 0
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      take(rest === '' ? text.slice(from, at) : rest + text.slice(from, at))
      rest = ''
      from = at + 1
    }
    if (isCut) return
    rest += from === 0 ? text : text.slice(from)
    if (rest.length <= MAX_LINE_CHARACTERS) return
    takeCut(rest)
    rest = ''
    isCut = true
  }

  return {
    push: (chunk) => read(decoder.write(chunk)),
    end() {
      read(decoder.end())
      if (rest !== '') take(rest)
      rest = ''
    },
    get cut() {
      return cut
    },
  }
}
