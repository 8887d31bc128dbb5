import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { entryOf } from '../../format/entry-of.js'
import { bytes } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Chip, type Tone } from '../../parts/marks.js'
import { TableHead } from '../../parts/table-head.js'
import { Name, Template } from '../../parts/template.js'
import { useWho } from '../../parts/who.js'
import { linkTo } from '../../shell/pages.js'
import { buttons } from '../../texts/buttons.js'
import { verdictTexts as texts } from '../../texts/verdicts.js'
import { acceptable, className, openDecision } from './decide.js'
import type { Verdict } from './use-verdicts.js'

const { columns } = texts
const TONES: Readonly<Record<Verdict['state'], Tone>> = {
  suggested: 'accent',
  raised: 'good',
  accepted: 'person',
  refused: 'person',
  none: '',
}

/** A pattern each: what it is by its words and by the model, what comes of it, and what a person can say. */
export function VerdictTable({ of }: { of: readonly Verdict[] }): JSX.Element {
  return (
    <table class="t cardy verdicts">
      <caption class="sr">{texts.caption}</caption>
      <TableHead columns={columns} right={['size']} buttons={buttons.column} />
      <tbody>
        {of.map((one) => (
          <Row key={`${one.service} ${one.signature} ${one.check}`} of={one} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ of }: { of: Verdict }): JSX.Element {
  const { service, signature, check, template, why, state } = of
  return (
    <tr>
      <th scope="row" class="span">
        <a class="quiet" href={linkTo.pattern(service, signature, check ?? undefined)}>
          <Template text={template ?? signature} lines="two" />
        </a>
        <div class="sub">
          <Name text={service} /> {plainText(of.severity)}
        </div>
      </th>
      <td class="named" data-name={columns.words}>
        {className(of.word_class)}
      </td>
      <td class="named" data-name={columns.model}>
        {said(of)}
      </td>
      <td class="span">
        <Chip tone={TONES[state]}>{texts.states[state]}</Chip> <Effect of={of} />
        {why !== '' && (
          <div class="sub words">
            <bdi>{texts.why(plainText(why))}</bdi>
          </div>
        )}
      </td>
      <td class="r num named" data-name={columns.size}>
        {bytes(of.bytes_per_day)}
      </td>
      <td class="span">
        <Buttons of={of} />
      </td>
    </tr>
  )
}

function said({ class_a: a, class_b: b, sure }: Verdict): string {
  const [first, second] = [a, b].map((one) => (one === null ? texts.notAnswered : className(one))) as [string, string]
  const both = first === second ? first : texts.twice(first, second)
  return sure || a === null || b === null ? both : `${both}, ${texts.unsure}`
}

function Effect({ of }: { of: Verdict }): JSX.Element | null {
  const who = useWho()
  const { state, class: meaning, direction, none_because: because, decided_by: by } = of
  const text =
    state === 'accepted' || state === 'refused'
      ? texts.decided[state](by === null ? '' : who(by).name)
      : state === 'raised'
        ? texts.raised(className(meaning ?? 'unknown'))
        : state === 'suggested'
          ? texts.becomes[direction ?? 'raise'](className(meaning ?? 'unknown'))
          : entryOf(texts.because, because ?? '')
  return text === undefined ? null : <span class="dim">{text}</span>
}

function Buttons({ of }: { of: Verdict }): JSX.Element {
  const mayRefuse = of.state === 'suggested' || of.state === 'raised'
  return (
    <span class="acts">
      {acceptable(of) !== undefined && (
        <ActionButton may="operate" look="small" onClick={() => openDecision(of, 'accept')}>
          {texts.accept}…
        </ActionButton>
      )}
      {mayRefuse && (
        <ActionButton may="operate" look="small" onClick={() => openDecision(of, 'refuse')}>
          {texts.refuse}…
        </ActionButton>
      )}
    </span>
  )
}
