import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { perform } from '../../actions/perform.js'
import { integer } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { Dialog } from '../../parts/dialog.js'
import { openDialog } from '../../parts/dialogs.js'
import { Chip, type Tone } from '../../parts/marks.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { failures } from '../../texts/failures.js'
import { boardTexts as texts } from '../../texts/posthog-board.js'
import { askForBoard, type Connection, removeBoard } from './posthog-calls.js'

type Removal = Awaited<ReturnType<typeof removeBoard>>
type Job = Connection['jobs'][number]

const TONES: Readonly<Record<Job['state'], Tone>> = { idle: '', ok: 'good', failing: 'bad' }

/** The dashboard that the server keeps in PostHog, once a person has asked for it. */
export function Board({ found }: { found: Connection }): JSX.Element {
  const job = found.jobs.find(({ name }) => name === 'board')
  return (
    <section class="body spaced" aria-label={texts.title}>
      <div class="line">
        <h3>{texts.title}</h3>
        <Chip tone={job === undefined ? '' : TONES[job.state]}>
          {job === undefined ? texts.notAsked : texts.states[job.state]}
        </Chip>
      </div>
      <p class="dim">{job === undefined ? texts.what : texts.kept}</p>
      {job !== undefined && <Outcome of={job} />}
      <div class="line">
        <ActionButton may="admin" onClick={() => openDialog((close) => <AskDialog onClose={close} />)}>
          {job === undefined ? texts.make : texts.again}…
        </ActionButton>
        {(job !== undefined || found.made > 0) && (
          <ActionButton
            may="admin"
            look="danger"
            onClick={() => openDialog((close) => <RemoveDialog made={found.made} onClose={close} />)}
          >
            {texts.remove}…
          </ActionButton>
        )}
      </div>
    </section>
  )
}

/** What the last run that went well did, and why one did not. */
function Outcome({ of: { counts, last_ok: at, problem, next_run: next } }: { of: Job }): JSX.Element {
  const time = (value: number): string => when(value, zone.value, serverNow())
  const { writes = 0, marks = 0, edited = 0 } = counts
  return (
    <>
      {problem !== null && <p class="problem">{failures.sentence(plainText(problem))}</p>}
      <p class="num">
        {at === null
          ? texts.comes(time(next))
          : texts.did(time(at), integer(writes), integer(marks), edited > 0 ? texts.edited(integer(edited)) : '')}
      </p>
    </>
  )
}

const AskDialog = ({ onClose }: { onClose: () => void }): JSX.Element => (
  <Dialog
    title={texts.makeTitle}
    verb={texts.make}
    onSubmit={async () => void (await perform(askForBoard, texts.asked))}
    onClose={onClose}
  >
    <p class="dim">{texts.makeWhat}</p>
  </Dialog>
)

function RemoveDialog({ made, onClose }: { made: number; onClose: () => void }): JSX.Element {
  const done = ({ removed, left }: Removal): string => {
    const many = integer(Object.values(removed).reduce((sum, one) => sum + one, 0))
    return left > 0 ? texts.removedBut(many, integer(left)) : texts.removed(many)
  }
  return (
    <Dialog
      title={texts.removeTitle}
      verb={texts.remove}
      danger
      onSubmit={async () => void (await perform(removeBoard, done))}
      onClose={onClose}
    >
      <p class="dim">{texts.removeWhat(integer(made))}</p>
    </Dialog>
  )
}
