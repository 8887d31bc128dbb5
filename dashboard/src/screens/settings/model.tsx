import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { answerOf, api } from '../../api/client.js'
import { count, integer, percent, plural, usd } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { Approach } from '../../parts/approach.js'
import { ButtonLink } from '../../parts/button.js'
import { Card, Facts } from '../../parts/card.js'
import { openDialog } from '../../parts/dialogs.js'
import { Chip, type Tone } from '../../parts/marks.js'
import { Empty, Loaded } from '../../parts/states.js'
import { useWho } from '../../parts/who.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { useResource } from '../../state/resource.js'
import { isAdmin } from '../../state/session.js'
import { modelTexts as texts } from '../../texts/model.js'
import type { Mode, Model } from './model-calls.js'
import { ExamDialog, ModeDialog } from './model-dialogs.js'
import { AskedCard } from './model-history.js'
import { NextCard } from './model-next.js'

/** The language model of the server: what it may do, what it has used, what it is asked. */
export function ModelTab(): JSX.Element {
  const model = useResource('model', (signal) => answerOf(api.GET('/api/v1/model', { signal })))
  const isThere = model.data.value?.configured === true && isAdmin.value
  return (
    <>
      <div class="row">
        <Card title={texts.title}>
          <Loaded of={model} height={240}>
            {(found) => (found.configured ? <State of={found} /> : <None />)}
          </Loaded>
        </Card>
      </div>
      {isThere && (
        <>
          <div class="row">
            <NextCard />
          </div>
          <Approach height={240}>
            {() => (
              <div class="row">
                <AskedCard />
              </div>
            )}
          </Approach>
        </>
      )}
    </>
  )
}

const None = (): JSX.Element => (
  <Empty>
    <p>{texts.none}</p>
    <p>{texts.noneNext}</p>
  </Empty>
)

const MODE_TONES: Readonly<Record<Mode, Tone>> = { off: '', suggest: 'accent', raise: 'good' }
const EXAM_TONES: Readonly<Record<Model['exam']['state'], Tone>> = {
  none: '',
  waits: '',
  passed: 'good',
  failed: 'bad',
}

function State({ of }: { of: Model }): JSX.Element {
  const { mode, caps, today, month, exam } = of
  const who = useWho()
  const at = (time: number): string => when(time, zone.value, serverNow())
  const used = ({ calls, tokens, usd: dollars }: Model['today']): string =>
    texts.used(plural(calls, 'request'), count(tokens), usd(dollars))
  return (
    <div class="body spaced">
      <p class="dim">{texts.what}</p>
      <Facts
        facts={[
          [texts.model, plainText(of.model ?? ''), of.prompt_version !== null && texts.prompt(of.prompt_version)],
          [
            texts.mode,
            <Chip tone={MODE_TONES[mode]}>{texts.modes[mode][0]}</Chip>,
            of.mode_since === null || of.updated_by === null
              ? texts.never
              : texts.since(at(of.mode_since), who(of.updated_by).name),
          ],
          [
            texts.exam,
            <Chip tone={EXAM_TONES[exam.state]}>{texts.exams[exam.state]}</Chip>,
            exam.taken_at !== null && texts.examAt(at(exam.taken_at)),
          ],
          [texts.today, used(today), texts.ofDay(count(caps.tokens_per_day), usd(caps.usd_per_day))],
          [texts.month, used(month), texts.ofMonth(usd(caps.usd_per_month))],
        ]}
      />
      <Scores of={exam} />
      <div class="line">
        <ActionButton
          may="admin"
          look="primary"
          onClick={() => openDialog((close) => <ModeDialog {...{ of }} onClose={close} />)}
        >
          {texts.change}…
        </ActionButton>
        <ActionButton may="admin" onClick={() => openDialog((close) => <ExamDialog onClose={close} />)}>
          {texts.takeExam}…
        </ActionButton>
        <ButtonLink href="/verdicts" look="ghost">
          {texts.verdicts}
        </ButtonLink>
      </div>
    </div>
  )
}

function Scores({ of: { state, precision, recall, lines, failures } }: { of: Model['exam'] }): JSX.Element {
  return (
    <>
      {precision !== null && recall !== null && lines !== null && (
        <p>{texts.scores(percent(precision), percent(recall), integer(lines))}</p>
      )}
      {failures.length > 0 && <p class="warn-text">{texts.fails(plainText(failures.join('; ')))}</p>}
      {state !== 'passed' && <p class="dimmer">{texts.examWhat}</p>}
    </>
  )
}
