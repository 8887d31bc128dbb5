import type { JSX } from 'preact'
import { Button } from '../../parts/button.js'
import { Empty } from '../../parts/states.js'
import { loadSession, sessionProblem } from '../../state/session.js'
import { common } from '../../texts/common.js'

/** Before it is known who is logged in there is no frame to stand in. */
export function Unreachable(): JSX.Element {
  return (
    <main id="main" tabIndex={-1}>
      <h1 class="sr">{common.name}</h1>
      <Empty>
        <p role="alert">{common.sentence(sessionProblem.value?.message ?? common.noAnswer)}</p>
        <Button onClick={() => void loadSession()}>{common.retry}</Button>
      </Empty>
    </main>
  )
}
