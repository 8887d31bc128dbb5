import type { JSX } from 'preact'
import { Button } from '../../parts/button.js'
import { Empty } from '../../parts/states.js'
import { loadSession, sessionProblem } from '../../state/session.js'
import { failures } from '../../texts/failures.js'
import { shell } from '../../texts/shell.js'

/** Before it is known who is logged in there is no frame to stand in. */
export function Unreachable(): JSX.Element {
  return (
    <main id="main" tabIndex={-1}>
      <h1 class="sr">{shell.name}</h1>
      <Empty>
        <p role="alert">{failures.sentence(sessionProblem.value?.message ?? failures.noAnswer)}</p>
        <Button onClick={() => void loadSession()}>{failures.retry}</Button>
      </Empty>
    </main>
  )
}
