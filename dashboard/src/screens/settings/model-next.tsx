import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { problemOf } from '../../api/client.js'
import { plural } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Button } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { Code } from '../../parts/code.js'
import { failures } from '../../texts/failures.js'
import { modelTexts as texts } from '../../texts/model.js'
import { type Preview, preview } from './model-calls.js'

/** What would be sent next, byte for byte, when somebody wants to see it. */
export function NextCard(): JSX.Element {
  const [seen, setSeen] = useState<Preview | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  async function show(): Promise<void> {
    setProblem(undefined)
    try {
      setSeen(await preview())
    } catch (error) {
      setProblem(failures.sentence(plainText(problemOf(error).message)))
    }
  }
  return (
    <Card
      title={texts.next}
      tools={
        <Button look="small" onClick={() => void show()}>
          {texts.show}
        </Button>
      }
    >
      <div class="body spaced" aria-live="polite">
        <p class="dimmer">{texts.nothingSent}</p>
        {problem !== undefined && <p class="problem">{problem}</p>}
        {seen !== undefined && <Requests of={seen} />}
      </div>
    </Card>
  )
}

function Requests({ of: { service, patterns, requests } }: { of: Preview }): JSX.Element {
  if (service === null) return <p>{texts.nothingNext}</p>
  return (
    <>
      <p>{texts.nextOf(plural(patterns, 'pattern'), plainText(service), plural(requests.length, 'request'))}</p>
      {requests.map((request, i) => (
        <Code key={request} text={request} label={texts.request(i + 1)} />
      ))}
    </>
  )
}
