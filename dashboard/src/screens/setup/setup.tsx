import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Frame } from '../../shell/frame.js'
import { setupTexts as texts } from '../../texts/setup.js'
import { FirstBudget } from './first-budget.js'
import { MakeKey } from './make-key.js'
import { SeenPatterns } from './seen-patterns.js'
import type { Target } from './snippets.js'
import { Snippets } from './snippets-view.js'
import { type Step, Steps } from './steps.js'
import { useWaiting } from './use-waiting.js'
import { WaitingLine } from './waiting-line.js'

interface Begun extends Target {
  /** Of the key that was made here. */
  readonly keyId: string | undefined
}

/** From nothing to the first budget: a key, a few lines, the first report, what it shows, what may be kept. */
export function Setup(): JSX.Element {
  const [begun, setBegun] = useState<Begun | undefined>(undefined)
  const [isSet, setIsSet] = useState(false)
  const [goesOn, setGoesOn] = useState(false)
  const waiting = useWaiting(begun?.service ?? '', begun?.keyId, begun !== undefined && !isSet)
  const { service, wasThere } = waiting
  const reports = service !== undefined && (!wasThere || goesOn)
  const step: Step = begun === undefined ? 'key' : reports || isSet ? 'budget' : 'app'
  const content = useRef<HTMLDivElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    // What was worked with is gone: whoever goes by the keyboard goes on at what took its place.
    if (shown.current !== step) content.current?.focus()
    shown.current = step
  }, [step])
  return (
    <Frame page="settings" title={texts.title}>
      <section class="card on" aria-label={texts.title}>
        <Steps now={step} isOver={isSet} />
        <div class="body setup" ref={content} tabIndex={-1}>
          {begun === undefined && <MakeKey onBegin={setBegun} />}
          {begun !== undefined && step === 'app' && (
            <>
              <Snippets target={begun} isNew={begun.keyId !== undefined} />
              <WaitingLine target={begun} waiting={waiting} onGoOn={() => setGoesOn(true)} />
            </>
          )}
          {begun !== undefined && step === 'budget' && (
            <>
              <SeenPatterns name={begun.service} service={service} />
              <FirstBudget
                name={begun.service}
                service={service}
                onSet={() => setIsSet(true)}
                onAnother={() => {
                  setBegun(undefined)
                  setIsSet(false)
                  setGoesOn(false)
                }}
              />
            </>
          )}
        </div>
      </section>
    </Frame>
  )
}
