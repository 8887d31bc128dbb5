import { type HogQL, hogql } from '../api/hogql.js'
import type { BoardFigures } from '../board/tile-queries.js'
import { bytesOf, dollars, lastDays, SIGNATURE } from '../board/tile-queries.js'
import { WEIGHT } from '../weight-column.js'

const DAYS = 7

/** The patterns that cost most, with a record of each, and what of them was dropped. */
export function patternsByCost(of: BoardFigures): HogQL {
  const bytes = bytesOf(of)
  return hogql`SELECT ${SIGNATURE} AS signature, service_name AS service, any(substring(body, 1, 160)) AS example, round(sum(${WEIGHT}), 0) AS logged, round(sum(${WEIGHT}) - count(), 0) AS dropped, ${dollars(of, bytes)} AS spent, ${dollars(of, hogql`${bytes} * (${WEIGHT} - 1)`)} AS saved FROM logs WHERE ${lastDays(DAYS)} AND match(${SIGNATURE}, '^[0-9a-f]{16}$') GROUP BY signature, service ORDER BY spent DESC LIMIT 50`
}
