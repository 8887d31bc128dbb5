import type { JSX } from 'preact'
import { answerOf, api } from '../api/client.js'
import { Button } from '../parts/button.js'
import { Loaded } from '../parts/states.js'
import { Template } from '../parts/template.js'
import { useResource } from '../state/resource.js'
import { buttons } from '../texts/buttons.js'
import { patterns as texts } from '../texts/patterns.js'
import type { TableFacts } from './facts.js'
import { setOpened } from './opened.js'
import { OpenedPattern } from './opened-pattern.js'
import type { PatternName } from './pattern-name.js'

interface LinkedPatternProps {
  readonly name: PatternName
  readonly from: () => number | undefined
  readonly facts: TableFacts
}

/** A pattern that a link names and that is not among the rows that are here. */
export function LinkedPattern({ name, from, facts }: LinkedPatternProps): JSX.Element {
  const { service, signature, check } = name
  const found = useResource(`linked ${service} ${signature} ${check} ${facts.days}`, (signal) => {
    const since = from()
    const query = {
      service,
      signature,
      ...(check !== null && { check }),
      ...(since !== undefined && { from: since }),
      limit: 1,
      trend: 24,
    }
    return answerOf(api.GET('/api/v1/patterns', { params: { query }, signal }))
  })
  return (
    <div class="linked">
      <Loaded of={found} height={260}>
        {({ patterns: [pattern] }) => (
          <>
            <div class="head">
              {pattern === undefined ? <p class="dim">{texts.opened.notHere}</p> : <Template text={pattern.template} />}
              <span class="grow" />
              <Button look="small ghost" icon="close" onClick={() => setOpened(undefined)}>
                {buttons.close}
              </Button>
            </div>
            {pattern !== undefined && (
              <div class="detail">
                <OpenedPattern pattern={pattern} facts={facts} />
              </div>
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}
