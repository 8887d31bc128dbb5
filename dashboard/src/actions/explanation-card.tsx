import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { answerOf, api, problemOf } from '../api/client.js'
import type { components } from '../api/schema.js'
import { plainText } from '../format/plain-text.js'
import { Card } from '../parts/card.js'
import { Loaded } from '../parts/states.js'
import { Marked } from '../parts/template.js'
import { useResource } from '../state/resource.js'
import { settings } from '../state/session.js'
import { explanationTexts as texts } from '../texts/explanations.js'
import { failures } from '../texts/failures.js'
import { ActionButton } from './action-button.js'
import { perform } from './perform.js'

type Explanation = components['schemas']['Explanation']

/** A version of a policy, or an incident. */
type Explained = { readonly service: string; readonly version: number } | { readonly incident: number }

/** What something is, in words: ours of the facts, and those of a model where an admin asks for them. */
export function ExplanationCard({ of }: { of: Explained }): JSX.Element {
  const own = useResource(`explanation ${JSON.stringify(of)}`, (signal) => read(of, signal))
  const [asked, setAsked] = useState<Explanation | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  async function ask(): Promise<void> {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      setAsked(await perform(() => askModel(of), texts.asked))
    } catch (error) {
      setProblem(failures.sentence(plainText(problemOf(error).message)))
    }
    setBusy(false)
  }
  return (
    <Card
      title={texts.title}
      tools={
        settings.value?.language_model && (
          <ActionButton may="admin" look="small" title={texts.asks} onClick={() => void ask()}>
            {texts.ask}
          </ActionButton>
        )
      }
    >
      <div class="body spaced">
        <Loaded of={own} height={80}>
          {(found) => <Words of={asked ?? found} />}
        </Loaded>
        <p role="status" class={problem === undefined ? '' : 'problem'}>
          {problem}
        </p>
      </div>
    </Card>
  )
}

function Words({ of: { text, by_model: said, problem } }: { of: Explanation }): JSX.Element {
  return (
    <>
      <p class="reasoning">
        <Marked text={text} />
      </p>
      {said !== null && (
        <figure class="said">
          <figcaption>{texts.said(plainText(said.model))}</figcaption>
          <blockquote>
            <Marked text={said.text} />
          </blockquote>
          <p class="dimmer">{texts.checked}</p>
        </figure>
      )}
      {problem !== null && <p class="warn-text">{texts.notSaid(plainText(problem))}</p>}
    </>
  )
}

function read(of: Explained, signal: AbortSignal): Promise<Explanation> {
  if ('incident' in of)
    return answerOf(api.GET('/api/v1/incidents/{id}/explanation', { params: { path: { id: of.incident } }, signal }))
  return answerOf(
    api.GET('/api/v1/policies/{service}/versions/{version}/explanation', { params: { path: of }, signal }),
  )
}

function askModel(of: Explained): Promise<Explanation> {
  const body = {}
  if ('incident' in of)
    return answerOf(api.POST('/api/v1/incidents/{id}/explanation', { params: { path: { id: of.incident } }, body }))
  return answerOf(api.POST('/api/v1/policies/{service}/versions/{version}/explanation', { params: { path: of }, body }))
}
