import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ActionDialog } from '../../actions/action-dialog.js'
import type { Given } from '../../actions/fields.js'
import { perform } from '../../actions/perform.js'
import { ApiProblem, answerOf, api } from '../../api/client.js'
import type { components } from '../../api/schema.js'
import { plainText } from '../../format/plain-text.js'
import { Button } from '../../parts/button.js'
import { Loaded } from '../../parts/states.js'
import { linkTo } from '../../shell/pages.js'
import { useResource } from '../../state/resource.js'
import { go } from '../../state/url.js'
import { policyTexts as texts } from '../../texts/policies.js'
import { draftOf, parsedDraft } from './draft-text.js'
import { ReplayFigures } from './replay-card.js'

interface DraftDialogProps {
  readonly service: string
  /** What the draft starts from; `undefined`: from nothing. */
  readonly version: number | undefined
  readonly onClose: () => void
}

/** A policy of a person's own: written, replayed over the past week as a preview, sent on its way. */
export function DraftDialog({ service, version, onClose }: DraftDialogProps): JSX.Element {
  const path = { service }
  async function send({ form, reason }: Given): Promise<void> {
    const body = parsedDraft(String(form.get('draft')), reason)
    const submit = () => answerOf(api.POST('/api/v1/policies/{service}/drafts', { params: { path }, body }))
    let made = 0
    await perform(
      async () => {
        const added = await submit()
        made = added.version
        return added
      },
      texts.draftIsSent(plainText(service)),
    )
    go(linkTo.version(service, made))
  }
  return (
    <ActionDialog
      title={texts.draftTitle(plainText(service))}
      verb={texts.draftSend}
      hint={texts.draftHint}
      onClose={onClose}
      onSubmit={send}
    >
      <p class="dim">{texts.draftWhat}</p>
      {version === undefined ? (
        <Field service={service} text="{}" />
      ) : (
        <FieldFrom service={service} version={version} />
      )}
    </ActionDialog>
  )
}

function FieldFrom({ service, version }: { service: string; version: number }): JSX.Element {
  const params = { path: { service, version } }
  const start = useResource(`draft from ${service} ${version}`, (signal) =>
    answerOf(api.GET('/api/v1/policies/{service}/versions/{version}', { params, signal })),
  )
  return (
    <Loaded of={start} height={220}>
      {({ policy }) => <Field service={service} text={draftOf(policy ?? {})} />}
    </Loaded>
  )
}

type Preview = components['schemas']['Preview']

function Field({ service, text }: { service: string; text: string }): JSX.Element {
  // What was started with stays, whatever comes in meanwhile.
  const [written, setWritten] = useState(text)
  const [preview, setPreview] = useState<Preview | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  async function look(): Promise<void> {
    setBusy(true)
    setProblem(undefined)
    setPreview(undefined)
    try {
      const body = { policy: parsedDraft(written) }
      const params = { path: { service } }
      setPreview(await answerOf(api.POST('/api/v1/policies/{service}/preview', { params, body })))
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.message : String(error))
    }
    setBusy(false)
  }
  return (
    <>
      <label class="f">
        {texts.draftField}
        <textarea
          name="draft"
          class="mono"
          rows={12}
          required
          spellcheck={false}
          value={written}
          onInput={(event) => setWritten(event.currentTarget.value)}
        />
      </label>
      <div>
        <Button look="small" disabled={busy} onClick={() => void look()}>
          {texts.draftPreview}
        </Button>
      </div>
      <div aria-live="polite">
        {problem !== undefined && <p class="problem">{plainText(problem)}</p>}
        {preview && (
          <div class="preview num">
            <ReplayFigures of={preview.replay} templates={preview.templates} />
          </div>
        )}
      </div>
    </>
  )
}
