import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Code } from '../../parts/code.js'
import { Segments } from '../../parts/marks.js'
import { setupTexts as texts } from '../../texts/setup.js'
import { CODE, type Destination, environmentOf, INSTALL, type Logger, type Target } from './snippets.js'

const LOGGERS = (Object.keys(CODE) as Logger[]).map((key) => [key, texts.loggers[key]] as const)
const DESTINATIONS = [
  ['posthog', texts.destinations.posthog],
  ['otlp', texts.destinations.otlp],
] as const

/** What to put into the app, with this server's address and the key in it. */
export function Snippets({ target, isNew }: { target: Target; isNew: boolean }): JSX.Element {
  const [logger, setLogger] = useState<Logger>('none')
  const [destination, setDestination] = useState<Destination>('posthog')
  return (
    <>
      <section>
        <h2>{texts.environment}</h2>
        <p class="dim">
          {isNew && `${texts.once} `}
          {texts.environmentWhy} {destination === 'posthog' ? texts.token : texts.endpoint}
        </p>
        <Segments
          label={texts.destination}
          options={DESTINATIONS}
          value={destination}
          onChoose={(key) => setDestination(key)}
        />
        <Code text={environmentOf(target, destination)} label={texts.environment} />
      </section>
      <section>
        <h2>{texts.install}</h2>
        <Code text={INSTALL} label={texts.install} />
      </section>
      <section>
        <h2>{logger === 'none' ? texts.start : texts.code}</h2>
        <p class="dim">{logger === 'none' ? texts.startNone : texts.startCode}</p>
        <Segments label={texts.logger} options={LOGGERS} value={logger} onChoose={(key) => setLogger(key)} />
        <Code text={CODE[logger]} label={logger === 'none' ? texts.start : texts.code} />
      </section>
    </>
  )
}
