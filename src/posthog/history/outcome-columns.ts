import { FAILED_WORDS, REQUEST_KEYS, STATUS_KEYS, VAGUE_STATUS_KEYS } from '../../signature/outcome-of-attribute.js'
import { type HogQL, hogql, joined } from '../api/hogql.js'

/** Between values: in JSON it is escaped, and a status has none. */
const BREAK = '\n'
/** Objects of responses come as JSON, their status within; numbers come as their text. */
const RESPONSES = ['res', 'response', 'http']
const NESTED = '"(?:statusCode|status|status_code)":'

const attributeOf = (key: string): HogQL => hogql`attributes[${key}]`
const withBreak = (key: string): HogQL => hogql`attributes[${key}], ${BREAK}`

// Flat texts and few conditions: nested ones take HogQL seconds to parse.
const SURE = hogql`concat(${BREAK}, ${joined([...STATUS_KEYS, ...RESPONSES].map(withBreak))})`
const VAGUE = hogql`concat(${joined([...REQUEST_KEYS].map(attributeOf))}, ${BREAK + BREAK}, ${joined([...VAGUE_STATUS_KEYS, 'err'].map(withBreak))})`
const ENDS = hogql`concat(${BREAK}, ${joined(['outcome', 'result', 'event.outcome'].map(withBreak))}, '!', attributes['success'], '\n!', attributes['ok'], ${BREAK})`

/** What is read of attributes, for a query within: each text once. */
export const READ_OF_ATTRIBUTES = hogql`${SURE} AS sure, ${VAGUE} AS vague, ${ENDS} AS ends`

/** A vague status is one of HTTP where there is anything of a request before it. */
const hasStatus = (hundreds: 4 | 5): HogQL => {
  const status = `\\n${hundreds}[0-9]{2}\\n|${NESTED}${hundreds}[0-9]{2}[,}]`
  return hogql`match(sure, ${status}) OR match(vague, ${`(?s)^[^\\n].*\\n(?:${status})`})`
}
const FAILED = `(?i)\\n(?:${[...FAILED_WORDS].join('|')})\\n|\\n!false\\n`

/**
 * What became of what a record tells of: `<5xx>`, `<4xx>`, `<failed>` or an empty text; by its attributes, or else by a line of access.
 * By the same keys and ranks as the SDK: records are grouped by it, else the signature of a failure would be that of a success.
 */
export const OUTCOME: HogQL = hogql`multiIf(${hasStatus(5)}, '<5xx>', ${hasStatus(4)}, '<4xx>', match(ends, ${FAILED}), '<failed>', startsWith(status, '5'), '<5xx>', startsWith(status, '4'), '<4xx>', '')`
