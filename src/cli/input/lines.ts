import { createLinePlace, type LinePlace } from './line-place.js'

/** Longer lines are cut: what follows is not read. */
export const MAX_LINE_BYTES = 1 << 20
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/** Lines of a piece of a file, and how many were cut. */
export interface LineReader {
  /** Calls back for each line that ends in this piece. */
  push(chunk: Buffer): void
  /** Calls back for the last line, if it has no end. */
  end(): void
  readonly cut: number
}

/**
 * Returns what makes lines of pieces. A line is kept in memory up to a MiB. Each is a string of its own: a part of a piece would keep the
 * whole piece in memory for as long as anything of the line is kept.
 *
 * @param offset of the first piece, in bytes of the source
 * @param takesBytes is asked first, before the line is a string; `true`: it took it
 */
export function createLineReader(
  onLine: (line: string, place: LinePlace) => void,
  offset = 0,
  takesBytes: (place: LinePlace) => boolean = () => false,
): LineReader {
  const place = createLinePlace(offset)
  let held: Buffer[] = []
  let heldBytes = 0
  let cut = 0
  let read = offset

  function take(bytes: Buffer, from: number, to: number): void {
    let end = to
    if (to - from > MAX_LINE_BYTES) {
      cut++
      end = from + MAX_LINE_BYTES
    } else if (to > from && bytes[to - 1] === CARRIAGE_RETURN) end--
    place.bytes = bytes
    place.from = from
    place.to = end
    if (!takesBytes(place)) onLine(bytes.toString('utf8', from, end), place)
  }

  /** One byte more than a line may have says that it is to be cut. */
  function hold(bytes: Buffer): void {
    const room = MAX_LINE_BYTES + 1 - heldBytes
    if (room <= 0) return
    // Whoever hands a piece on may use its memory again.
    const piece = Buffer.from(bytes.subarray(0, room))
    held.push(piece)
    heldBytes += piece.length
  }

  function takeHeld(): void {
    const whole = Buffer.concat(held)
    held = []
    heldBytes = 0
    take(whole, 0, whole.length)
  }

  return {
    push(chunk) {
      let from = 0
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
        if (heldBytes === 0) {
          place.offset = read + from
          take(chunk, from, at)
        } else {
          hold(chunk.subarray(from, at))
          takeHeld()
        }
        from = at + 1
      }
      if (from < chunk.length) {
        if (heldBytes === 0) place.offset = read + from
        hold(chunk.subarray(from))
      }
      read += chunk.length
    },
    end() {
      if (heldBytes > 0) takeHeld()
    },
    get cut() {
      return cut
    },
  }
}
