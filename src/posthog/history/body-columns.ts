import { SPEAKING_KEYS } from '../../signature/speaking-keys.js'
import { type HogQL, hogql, joined } from '../api/hogql.js'

/** Between the texts of an object, and before them: no log has a bell in it. */
export const BELL = '\x07'
/** How much of a text is looked at for its shape, and for what became of a request. */
const [SHAPE_BYTES, LINE_BYTES] = [256, 512]

const METHOD = '(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|QUERY|CONNECT|TRACE)'
const GAP = '(?:[ "]|\\x1b\\[[^m]{0,10}m)'
const REST_OF_TOKEN = '[^\\x00-\\x20"]*'
const END = '(?:$|[\\x00-\\x20",\\x1b])'
/** The first target of a method says it, or nothing does. */
export const ACCESS_LINE = `(?:^|[^A-Z])${METHOD}${GAP}+(?:https?:/)?/${REST_OF_TOKEN}${GAP}*(?:HTTP/${REST_OF_TOKEN}${GAP}*)?((?:[45][0-9]{2}${END})?)`

/**
 * What is read of a body, for a query within: `is_object`; `said`, the texts of an object that say what happened, which an SDK signs;
 * `status`, 400 to 599 where a line of access tells one, by the rules of the SDK. HogQL takes the longer to parse the deeper calls are
 * nested: hence two queries, one in the other.
 */
export const READ_OF_BODY = hogql`match(body, ${'^\\s*[{]'}) AS is_object, concat(${joined(SPEAKING_KEYS.map((key) => hogql`JSONExtractString(body, ${key}), ${BELL}`))}) AS said, extract(substring(body, 1, ${LINE_BYTES}), ${ACCESS_LINE}) AS status`

/** The same where bodies are not looked into. */
export const NOTHING_OF_BODY = hogql`0 AS is_object, '' AS said, '' AS status`

/** What varies in a text, from the special to the general: ids, moments, names of mail, numbers. */
const VARIABLE = [
  '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
  '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.,]+Z?',
  '[\\w.+-]+@[\\w-]+\\.[\\w.-]+',
  '\\b(?:0x)?[0-9a-fA-F]*[0-9][0-9a-fA-F]{6,}\\b',
  '[0-9]+',
].join('|')
const masked = (text: HogQL): HogQL =>
  hogql`replaceRegexpAll(substring(${text}, 1, ${SHAPE_BYTES}), ${VARIABLE}, '<V>')`

const SAYS = hogql`match(said, ${'[^\\x07]'})`
/** Of an object that says nothing, its keys alone. */
const WITHOUT_VALUES = hogql`replaceRegexpAll(body, ${':\\s*"(?:[^"\\\\]|\\\\.)*"'}, ':""')`

/** PostHog's pattern; of an object that has no more than the keys, so what it says goes with it, behind a bell. */
export const STORED_SHAPE = hogql`if(is_object AND pattern != '', concat(pattern, ${BELL}, ${masked(hogql`said`)}), pattern)`

/** Of the body alone. */
export const BODY_SHAPE = masked(hogql`multiIf(NOT is_object, body, ${SAYS}, said, ${WITHOUT_VALUES})`)

/** What an example is: the body, or behind a bell what an object says, however far in it that stands. */
export const EXAMPLE = hogql`if(is_object AND ${SAYS}, concat(${BELL}, said), body)`
