import { type Call, type Passage, processMarks } from './process-marks.js'

const { passages } = processMarks()

/** Makes a call known to the transports that `info` reaches. By identity, so that nothing is to be seen on the app's objects. */
export function beginPassage(info: object, call: Call, reaches: Passage['reaches']): void {
  const passage = passages.get(info)
  if (passage === undefined || passage.reaches !== reaches) {
    passages.set(info, { call, count: 1, reaches, takenBy: [] })
    return
  }
  passage.call = call
  passage.count++
}

/**
 * Returns the call that `info` stands for at a transport, once for each call; `undefined`: it comes from a logger that knows nothing of
 * it.
 */
export function takePassage(info: object, transport: object): Call | undefined {
  const passage = passages.get(info)
  if (passage === undefined || !passage.reaches(transport)) return undefined
  const { call, count, takenBy } = passage
  if (takenBy.filter((by) => by === transport).length >= count) return undefined
  takenBy.push(transport)
  return call
}
