import { Component, type JSX } from 'preact'
import { Sparkline } from '../charts/sparkline.js'
import { count, usd } from '../format/numbers.js'
import { plainText } from '../format/plain-text.js'
import { Chip, Dot } from '../parts/marks.js'
import { Name, Template } from '../parts/template.js'
import { linkTo } from '../shell/pages.js'
import { serverNow } from '../state/pulse.js'
import { patterns as texts } from '../texts/patterns.js'
import { aDay, savedUsd, type TableFacts } from './facts.js'
import { KeptNow } from './kept-now.js'
import { NEW_SECONDS, type Pattern } from './pattern-view.js'
import { RowActions } from './row-actions.js'
import { overrideOf, pendingOf } from './why.js'
import { isByPerson, whyText } from './why-text.js'

/** What came so soon after the first report of a service was there before. */
const BEGIN_SECONDS = 3_600

/** Of a trend: the first step and the last one are of more or less time than the others. */
const INNER = [1, -1] as const

interface PatternRowProps {
  readonly index: number
  readonly pattern: Pattern
  readonly isOpen: boolean
  readonly facts: TableFacts
  readonly onToggle: (index: number) => void
  readonly onFocus: (index: number) => void
}

/** A row is drawn again only where something of it changed: while one scrolls, most of them stay. */
export class PatternRow extends Component<PatternRowProps> {
  override shouldComponentUpdate(next: PatternRowProps): boolean {
    return (['index', 'pattern', 'isOpen', 'facts'] as const).some((name) => this.props[name] !== next[name])
  }

  override render({ index, pattern, isOpen, facts, onToggle, onFocus }: PatternRowProps): JSX.Element {
    const { trend } = pattern
    return (
      <tr
        class={isOpen ? 'hit sel' : 'hit'}
        aria-rowindex={index + 2}
        onClick={(event) => {
          if ((event.target as Element).closest('button, a') === null) onToggle(index)
        }}
        onFocusCapture={() => onFocus(index)}
      >
        <td class="c-tpl span">
          <div>
            <i class={`sev ${pattern.severity}`} title={pattern.severity} />
            <span>
              <button
                type="button"
                class="rowbtn"
                data-row={index}
                aria-expanded={isOpen}
                onClick={() => onToggle(index)}
              >
                <Template text={pattern.template} lines="two" />
              </button>
            </span>
            <New pattern={pattern} facts={facts} />
          </div>
        </td>
        {facts.showsService && (
          <td class="c-svc">
            <a href={linkTo.service(pattern.service)}>
              <Name text={pattern.service} />
            </a>
          </td>
        )}
        <td class="c-trend hide-s">
          {trend !== null && (
            <Sparkline seen={trend.seen.slice(...INNER)} kept={trend.kept.slice(...INNER)} width={92} />
          )}
        </td>
        <td class="r hide-s c-logged">{count(pattern.seen)}</td>
        <td class="r c-rate">
          <KeptNow pattern={pattern} days={facts.days} />
        </td>
        <td class="r c-cost">
          {usd(aDay(pattern.kept_usd, facts))}
          <span class="show-s dimmer"> {texts.aDay}</span>
        </td>
        <td class="r hide-s dim c-saved">{usd(aDay(savedUsd(pattern), facts))}</td>
        <td class="hide-s c-cls">
          <ClassName pattern={pattern} />
        </td>
        <Why pattern={pattern} facts={facts} />
        <td class="c-acts hide-s">
          <RowActions pattern={pattern} facts={facts} />
        </td>
      </tr>
    )
  }
}

/** Of a service that is new itself, what it began with is not. */
function New({ pattern, facts }: Pick<PatternRowProps, 'pattern' | 'facts'>): JSX.Element | null {
  const { first_seen, first_version: release, service } = pattern
  const isOld = serverNow() - first_seen > NEW_SECONDS
  if (isOld || first_seen < facts.of(service).firstSeen + BEGIN_SECONDS) return null
  return <Chip tone="accent">{release === null ? texts.isNew : texts.isNewIn(plainText(release))}</Chip>
}

function ClassName({ pattern }: { pattern: Pattern }): JSX.Element {
  const label = overrideOf(pattern, 'label')
  const name = label?.class ?? pattern.class
  return (
    <span class={`cls ${name}`} title={label && plainText(label.reason)}>
      {label && <Dot tone="person" />} {texts.classes[name]}
    </span>
  )
}

/** When what is pending will be held. */
function whenHeld(policyAt: number | undefined): 'pendingNever' | 'pendingPlan' | 'pendingWhy' {
  return policyAt === undefined ? 'pendingNever' : policyAt === 0 ? 'pendingPlan' : 'pendingWhy'
}

function Why({ pattern, facts }: Pick<PatternRowProps, 'pattern' | 'facts'>): JSX.Element {
  const service = facts.of(pattern.service)
  const pending = pendingOf(pattern, service.policyAt)
  const text = whyText(pattern, service)
  return (
    <td class="c-why span" title={text}>
      <span class="two-lines">
        {isByPerson(pattern) && <Dot tone="person" />}{' '}
        {pending.length > 0 && (
          <span title={texts.why[whenHeld(service.policyAt)]}>
            <Chip tone="person">{texts.why.pending}</Chip>{' '}
          </span>
        )}
        <bdi>{text}</bdi>
      </span>
    </td>
  )
}
