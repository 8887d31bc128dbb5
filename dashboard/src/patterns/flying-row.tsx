import type { JSX } from 'preact'
import { count, usd } from '../format/numbers.js'
import { plainText } from '../format/plain-text.js'
import { aDay, type TableFacts } from './facts.js'
import type { Pattern } from './pattern-view.js'

/** Of a template: more has no room in one line. */
const LONGEST = 160

interface FlyingRowProps {
  readonly index: number
  readonly pattern: Pattern
  readonly facts: TableFacts
}

/** A row while it flies past: a line of text with the two figures that one looks for, where they are in those that stand still. */
export const FlyingRow = ({ index, pattern, facts }: FlyingRowProps): JSX.Element => (
  <tr class="hit fly" aria-rowindex={index + 2}>
    <td class="c-tpl tpl span">{plainText(pattern.template.slice(0, LONGEST)).replaceAll('<*>', '∗')}</td>
    <td class="r hide-s c-logged">{count(pattern.seen)}</td>
    <td class="r c-cost">{usd(aDay(pattern.kept_usd, facts))}</td>
  </tr>
)
