import { cleanText } from '../terminal/clean-text.js'
import { bytes, count } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import { tableOf } from '../terminal/table.js'
import type { FoundSpool } from './found-spools.js'
import type { SpooledRecord } from './spooled-records.js'

const ID_CHARACTERS = 16
/** Columns of a terminal that has no room for all beside a text. */
const NARROW = 70
/** Before the text of an error. */
const HEAD_CHARACTERS = 45

/** A spool, and what is in it. */
export interface CountedSpool extends FoundSpool {
  readonly errors: number
  /** Epoch milliseconds. */
  readonly first: number
  readonly last: number
}

/** Returns a table of spools. */
export function spoolsText(directory: string, spools: readonly CountedSpool[], screen: Screen): string {
  if (spools.length === 0) return `No errors wait in ${cleanText(directory, 400, screen.unicode)}.\n`
  const columns = [
    { title: 'spool' },
    { title: 'state' },
    { title: 'errors', align: 'right' as const, spare: 2 },
    { title: 'size', align: 'right' as const, spare: 0 },
    { title: 'since', spare: 1 },
    { title: 'service', grows: true },
  ]
  const rows = spools.map(({ id, state, errors, bytes: size, first, service }) => [
    // The begin of a name is enough for it to be found.
    screen.width < NARROW ? id.slice(0, 8) : id,
    state === 'orphaned' ? styled(screen, 'yellow', state) : state,
    count(errors),
    bytes(size),
    errors === 0 ? '' : timeOf(first),
    (room: number) => cleanText(service, room, screen.unicode),
  ])
  return `${['', ...tableOf(screen, columns, rows), ''].join('\n')}\n`
}

/** Returns one error, as a line. */
export function recordText({ millis, signature, isFatal, scope, body }: SpooledRecord, screen: Screen): string {
  const level = styled(screen, isFatal ? 'magenta' : 'red', isFatal ? 'FATAL' : 'ERROR')
  const id = signature.slice(0, screen.isTerminal && screen.width < NARROW ? ID_CHARACTERS / 2 : ID_CHARACTERS)
  const head = `${timeOf(millis)}  ${level}  ${styled(screen, 'dim', id)}`
  const said = scope === '' ? body : `${scope}: ${body}`
  // A pipe has room for all.
  if (!screen.isTerminal) return `  ${head}  ${cleanText(said, 2_000, screen.unicode)}\n`
  if (screen.width < NARROW) return `  ${head}\n    ${cleanText(said, screen.width - 4, screen.unicode)}\n`
  return `  ${head}  ${cleanText(said, screen.width - HEAD_CHARACTERS - 2, screen.unicode)}\n`
}

export const errorsText = (errors: number): string => `${count(errors)} ${errors === 1 ? 'error' : 'errors'}`

export const timeOf = (millis: number): string => {
  const time = new Date(millis)
  return Number.isNaN(time.getTime()) ? '-'.repeat(16) : time.toISOString().slice(0, 16).replace('T', ' ')
}
