import type { JSX } from 'preact'
import type { components } from '../../api/schema.js'
import { bytes, integer, percent } from '../../format/numbers.js'
import { Card, Facts } from '../../parts/card.js'
import { ReasonText } from '../../parts/reason-text.js'
import { policyTexts } from '../../texts/policies.js'
import type { WholeVersion } from './whole-version.js'

const texts = policyTexts.replay
/** Beyond that the pace of the hour bends what is said of a day. */
const BENT = 0.25

export type Replay = components['schemas']['Replay']
type Templates = WholeVersion['templates']

/** What a version would have made of the past week. */
export function ReplayCard({ of: { forecast, stages, stage, templates } }: { of: WholeVersion }): JSX.Element {
  const replay = forecast?.['replay'] as Replay
  const shadow = stages.find((one) => one.stage === 'canary')
  return (
    <Card title={texts.title} tools={<span class="dimmer">{texts.basis(replay.hours)}</span>}>
      <div class="body">
        <ReplayFigures of={replay} templates={templates}>
          {shadow !== undefined && <Check mark="✓">{texts.shadow(shadow.reason)}</Check>}
          {stage === 'canary' && <Check mark="…">{texts.canary}</Check>}
        </ReplayFigures>
      </div>
    </Card>
  )
}

interface ReplayFiguresProps {
  readonly of: Replay
  readonly templates: Templates
  readonly children?: JSX.Element | readonly (JSX.Element | false)[] | false
}

/** The figures of a replay, and whether it found a problem. */
export function ReplayFigures({ of: replay, templates, children }: ReplayFiguresProps): JSX.Element {
  const error = replay.budget_error
  const kept = replay.bytes_per_day > 0 ? replay.kept_bytes_per_day / replay.bytes_per_day : 1
  return (
    <>
      <Facts
        facts={[
          [texts.logged, bytes(replay.bytes_per_day)],
          [texts.kept, bytes(replay.kept_bytes_per_day), percent(kept)],
          [texts.budget, error === null ? texts.noBudget : `${error < 0 ? '−' : '+'}${percent(Math.abs(error))}`],
          [texts.exact, `±${percent(replay.median_error)}`, texts.worst(`±${percent(replay.worst_error)}`)],
          [texts.misses, integer(replay.misses)],
        ]}
      />
      <ul class="checks">
        <Check mark={replay.problem === null ? '✓' : '✕'}>
          {replay.problem === null ? texts.fine : <ReasonText text={replay.problem} templates={templates} />}
        </Check>
        {children}
      </ul>
      {error !== null && Math.abs(error) > BENT && <p class="dimmer fine">{texts.pace}</p>}
    </>
  )
}

const MARKS = { '✓': '', '✕': 'no', '…': 'wait' } as const

function Check({ mark, children }: { mark: keyof typeof MARKS; children: JSX.Element | string }): JSX.Element {
  return (
    <li>
      <span class={`m ${MARKS[mark]}`}>{mark}</span>
      <span>{children}</span>
    </li>
  )
}
