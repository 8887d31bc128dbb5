import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { entryOf } from '../../format/entry-of.js'
import { count, usd } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { duration, when } from '../../format/times.js'
import { Card } from '../../parts/card.js'
import { Code } from '../../parts/code.js'
import { Icon } from '../../parts/icon.js'
import { Chip } from '../../parts/marks.js'
import { OlderButton } from '../../parts/older-button.js'
import { Empty, Loaded } from '../../parts/states.js'
import { TableHead } from '../../parts/table-head.js'
import { Name } from '../../parts/template.js'
import { usePages } from '../../state/pages.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { modelTexts as texts } from '../../texts/model.js'
import { type Call, callsBefore } from './model-calls.js'

/** Each with what was sent and answered: together they are as large as a screen may be. */
const PAGE = 10

/** What the model was asked and answered, newest first. */
export function AskedCard(): JSX.Element {
  const calls = usePages<Call>({
    key: 'model calls',
    size: PAGE,
    load: (before, signal) => callsBefore(before, PAGE, signal),
    idOf: ({ id }) => id,
  })
  return (
    <Card title={texts.calls}>
      <div class="flush">
        <Loaded of={calls.newest} height={200}>
          {() => (calls.list.value.length === 0 ? <Empty>{texts.noCalls}</Empty> : <Calls of={calls.list.value} />)}
        </Loaded>
      </div>
      {calls.hasOlder.value && (
        <div class="body">
          <OlderButton label={texts.older} more={calls.more} />
        </div>
      )}
    </Card>
  )
}

function Calls({ of }: { of: readonly Call[] }): JSX.Element {
  const [opened, setOpened] = useState<number | undefined>(undefined)
  return (
    <table class="t cardy">
      <caption class="sr">{texts.calls}</caption>
      <TableHead columns={texts.columns} right={['tokens', 'usd', 'took']} />
      <tbody>
        {of.flatMap((call) => {
          const isOpen = call.id === opened
          const row = (
            <Row key={call.id} of={call} isOpen={isOpen} onToggle={() => setOpened(isOpen ? undefined : call.id)} />
          )
          return isOpen ? [row, <Texts key={`texts ${call.id}`} of={call} />] : [row]
        })}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly of: Call
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function Row({ of: call, isOpen, onToggle }: RowProps): JSX.Element {
  const { columns } = texts
  const judged = call.judged === null ? undefined : (entryOf(texts.judged, call.judged) ?? plainText(call.judged))
  const outcome = entryOf(texts.outcomes, call.outcome) ?? plainText(call.outcome)
  const isGood = call.outcome === 'answered' && (call.judged === null || call.judged === 'taken')
  return (
    <tr>
      <td class="num">
        <button
          type="button"
          class={isOpen ? 'rowbtn line open' : 'rowbtn line'}
          aria-expanded={isOpen}
          aria-label={`${when(call.at, zone.value, serverNow())}: ${texts.text}`}
          onClick={onToggle}
        >
          <Icon name="chev" size={14} />
          {when(call.at, zone.value, serverNow())}
        </button>
      </td>
      <td class="span">
        {entryOf(texts.purposes, call.purpose) ?? plainText(call.purpose)}
        <div class="sub">
          {call.service !== null && <Name text={call.service} />} {plainText(call.model)}
        </div>
      </td>
      <td class="span">
        <Chip tone={isGood ? 'good' : call.outcome === 'pending' ? '' : 'warn'}>{judged ?? outcome}</Chip>
      </td>
      <td class="r num named" data-name={columns.tokens}>
        {texts.inOut(count(call.tokens_in), count(call.tokens_out))}
      </td>
      <td class="r num named" data-name={columns.usd}>
        {usd(call.usd)}
      </td>
      <td class="r num named" data-name={columns.took}>
        {duration(call.ms / 1000)}
      </td>
    </tr>
  )
}

/** As it went over the wire; the answer is text of a model's, and nothing else. */
const Texts = ({ of: { request, answer } }: { of: Call }): JSX.Element => (
  <tr>
    <td class="span" colSpan={Object.keys(texts.columns).length}>
      <h3>{texts.sent}</h3>
      <Code text={request} label={texts.sent} />
      <h3>{texts.answer}</h3>
      <Code text={answer} label={texts.answer} />
    </td>
  </tr>
)
