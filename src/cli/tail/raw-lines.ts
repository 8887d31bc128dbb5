/** Longer lines pass as they are: nothing of them is held back. */
export const MAX_LINE_BYTES = 1 << 20
const NEWLINE = 10

export interface RawLinesHandler {
  /** A line with its end, if it has one. */
  readonly line: (bytes: Buffer) => void
  /** A piece of a line that is too long. @param begins it is the first one */
  readonly pass: (bytes: Buffer, begins: boolean) => void
}

export interface RawLines {
  push(chunk: Buffer): void
  /** The last line has no end. */
  end(): void
}

/** Cuts bytes into lines without changing any: what is handed on, put together, is what came in. */
export function createRawLines({ line, pass }: RawLinesHandler): RawLines {
  let held: Buffer[] = []
  let heldBytes = 0
  let isPassing = false

  function take(bytes: Buffer): void {
    const whole = held.length === 0 ? bytes : Buffer.concat([...held, bytes])
    held = []
    heldBytes = 0
    if (whole.length > MAX_LINE_BYTES) pass(whole, true)
    else line(whole)
  }

  return {
    push(chunk) {
      let from = 0
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        const bytes = chunk.subarray(from, at + 1)
        if (isPassing) pass(bytes, false)
        else take(bytes)
        isPassing = false
        from = at + 1
      }
      if (from === chunk.length) return
      const rest = chunk.subarray(from)
      if (isPassing) {
        pass(rest, false)
        return
      }
      held.push(rest)
      heldBytes += rest.length
      if (heldBytes <= MAX_LINE_BYTES) return
      for (const [i, piece] of held.entries()) pass(piece, i === 0)
      held = []
      heldBytes = 0
      isPassing = true
    },
    end() {
      if (held.length > 0) take(Buffer.alloc(0))
    },
  }
}
