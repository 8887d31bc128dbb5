import type { JSX } from 'preact'
import { plural } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Button } from '../../parts/button.js'
import { Code } from '../../parts/code.js'
import { Dot } from '../../parts/marks.js'
import { setupTexts as texts } from '../../texts/setup.js'
import { checkOf, type Target } from './snippets.js'
import type { Waiting } from './use-waiting.js'

const STUCK_SECONDS = 120

interface WaitingLineProps {
  readonly target: Target
  readonly waiting: Waiting
  readonly onGoOn: () => void
}

/** Waits for the first report, and says what it knows of why it does not come. */
export function WaitingLine({ target, waiting, onGoOn }: WaitingLineProps): JSX.Element {
  const { seconds, key, others, service, wasThere } = waiting
  const refused = key?.refused_reports ?? 0
  if (wasThere && service !== undefined)
    return (
      <section class="line">
        <Dot tone="good" />
        {texts.already(plainText(service.name))}
        <Button look="primary" onClick={onGoOn}>
          {texts.goOn}
        </Button>
      </section>
    )
  return (
    <section class="waiting">
      <p class="live">
        <Dot tone="warn" />
        {texts.waiting(clock(seconds))}
      </p>
      <div role="status">
        {refused > 0 && <p class="problem">{texts.refused(plural(refused, 'report'))}</p>}
        {refused === 0 && key !== undefined && key.last_used_at !== null && <p class="dim">{texts.asked}</p>}
        {others.length > 0 && <p class="dim">{texts.otherName(others.map(plainText).join(', '))}</p>}
      </div>
      {seconds > STUCK_SECONDS && (
        <div>
          <p class="dim">{texts.stuck}</p>
          <Code text={checkOf(target)} label={texts.check} />
          <p class="dim">{texts.checkMeans}</p>
        </div>
      )}
    </section>
  )
}

/** `0:42` */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
