import type { JSX } from 'preact'
import { clockTime } from '../format/times.js'
import { Dot } from '../parts/marks.js'
import { zone } from '../state/preferences.js'
import { answeredAt, pulse, silence } from '../state/pulse.js'
import { shell } from '../texts/shell.js'
import { whySilent } from './why-silent.js'

/** Whether what is shown is of now; while the server does not answer, of when it is and why. */
export function Live(): JSX.Element | null {
  const at = pulse.value?.now ?? (answeredAt.value === undefined ? undefined : answeredAt.value / 1000)
  if (at === undefined) return null
  const text = clockTime(at, zone.value)
  const why = silence.value
  return (
    <span class="live" title={why === undefined ? shell.liveTitle : whySilent(why)}>
      <Dot tone={why === undefined ? 'good' : 'warn'} />
      {why === undefined ? shell.live(text) : shell.asOf(text)}
    </span>
  )
}
