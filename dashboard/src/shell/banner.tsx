import type { JSX } from 'preact'
import { clockTime } from '../format/times.js'
import { Button } from '../parts/button.js'
import { Dot } from '../parts/marks.js'
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
    <div class="note warn" role="alert">
      <Dot tone="warn" />
      <div class="main">
        <b>{failures.sentence(whySilent(why))}</b>{' '}
        <span class="dim">
          {at !== undefined && shell.stale(clockTime(at / 1000, zone.value))} {shell.triesAgain}
        </span>
      </div>
      <Button look="small" onClick={() => void beat()}>
        {failures.retry}
      </Button>
    </div>
  )
}

const Outdated = (): JSX.Element => (
  <div class="note warn" role="alert">
    <Dot tone="warn" />
    <div class="main">
      <b>{failures.sentence(failures.outdated)}</b>
    </div>
    <Button look="small" onClick={() => location.reload()}>
      {failures.reload}
    </Button>
  </div>
)
