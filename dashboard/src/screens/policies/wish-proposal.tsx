import type { JSX } from 'preact'
import type { components } from '../../api/schema.js'
import { bytes, integer } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { budgetText } from '../../parts/budget-text.js'
import { TableHead } from '../../parts/table-head.js'
import { Name, Template } from '../../parts/template.js'
import { patterns } from '../../texts/patterns.js'
import { wishTexts as texts } from '../../texts/wishes.js'
import type { Proposal } from './wish-calls.js'

type Change = Proposal['changes'][number]
type Replay = components['schemas']['Replay']

export const patternsText = (all: readonly unknown[]): string => texts.patterns(integer(all.length), all.length === 1)

/** What a wish would do, and what has to be said first. */
export function WishProposal({ of }: { of: Proposal }): JSX.Element {
  const { budget } = of
  return (
    <div class="wish spaced">
      <p class="dimmer">{texts.readBy[of.read_by]}</p>
      <Sentences title={texts.questions} all={of.questions} />
      {of.questions.length === 0 && <Sentences title={texts.notUnderstood} all={of.not_understood} />}
      <Changes of={of.changes} />
      {budget !== null && (
        <p>
          {texts.budget(
            plainText(budget.service),
            budget.before === null ? texts.noBudget : budgetText(budget.before),
            budgetText(budget),
          )}
        </p>
      )}
      <Replays of={of.replays} />
      <LeftOut of={of.left_out} />
    </div>
  )
}

function Sentences({ title, all }: { title: string; all: readonly string[] }): JSX.Element | null {
  if (all.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {all.map((one) => (
          <li key={one} class="warn-text">
            {plainText(one)}
          </li>
        ))}
      </ul>
    </>
  )
}

const becomes = ({ kind, class: name }: Change): string =>
  kind === 'exemption' ? texts.kept : texts.countsAs(patterns.classes[name ?? 'unknown'])

function Changes({ of }: { of: readonly Change[] }): JSX.Element {
  if (of.length === 0) return <p>{texts.noChanges}</p>
  return (
    <table class="t cardy">
      <caption>{texts.changes(patternsText(of))}</caption>
      <TableHead columns={texts.columns} />
      <tbody>
        {of.map((one) => (
          <tr key={`${one.service} ${one.signature} ${one.check}`}>
            <td class="span">
              <Template text={one.template} lines="two" />
            </td>
            <td>
              <Name text={one.service} />
            </td>
            <td class="num">{bytes(one.bytes)}</td>
            <td class="span">{becomes(one)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Replays({ of }: { of: Proposal['replays'] }): JSX.Element | null {
  if (of.length === 0) return null
  const kept = (replay: Replay | null): string => (replay === null ? texts.unknown : bytes(replay.kept_bytes_per_day))
  return (
    <>
      <h3>{texts.replay}</h3>
      <ul>
        {of.map(({ service, before, after, problem }) => (
          <li key={service} class="num">
            {texts.replayOf(plainText(service), kept(before), kept(after))}
            {problem !== null && <span class="warn-text"> {plainText(problem)}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}

function LeftOut({ of }: { of: Proposal['left_out'] }): JSX.Element | null {
  if (of.length === 0) return null
  return (
    <details>
      <summary>{texts.leftOut(patternsText(of))}</summary>
      <ul>
        {of.map(({ service, signature, check, template, why }) => (
          <li key={`${service} ${signature} ${check}`}>
            <Template text={template} lines="one" /> <span class="dimmer">{texts.why[why]}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
