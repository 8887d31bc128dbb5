import type { ComponentChildren, JSX } from 'preact'
import { clockTime } from '../format/times.js'
import { Button } from '../parts/button.js'
import { Note } from '../parts/note.js'
import { outdated } from '../state/outdated.js'
import { zone } from '../state/preferences.js'
import { answeredAt, beat, silence } from '../state/pulse.js'
import { failures } from '../texts/failures.js'
import { shell } from '../texts/shell.js'
import { whySilent } from './why-silent.js'

/** While the server does not answer: why, of when the values are, and that nothing can be changed. Where it has another page: that. */
export function Banner(): JSX.Element | null {
  if (outdated.value) return <Outdated />
  const why = silence.value
  if (why === undefined) return null
  const at = answeredAt.value
  return (
    <Alert verb={failures.retry} onClick={() => void beat()}>
      <b>{failures.sentence(whySilent(why))}</b>{' '}
      <span class="dim">
        {at !== undefined && shell.stale(clockTime(at / 1000, zone.value))} {shell.triesAgain}
      </span>
    </Alert>
  )
}

const Outdated = (): JSX.Element => (
  <Alert verb={failures.reload} onClick={() => location.reload()}>
    <b>{failures.sentence(failures.outdated)}</b>
  </Alert>
)

interface AlertProps {
  /** What one does about it. */
  readonly verb: string
  readonly onClick: () => void
  readonly children: ComponentChildren
}

function Alert({ verb, onClick, children }: AlertProps): JSX.Element {
  const button = (
    <Button look="small" onClick={onClick}>
      {verb}
    </Button>
  )
  return (
    <Note tone="warn" role="alert" tools={button}>
      {children}
    </Note>
  )
}
