import type { JSX } from 'preact'
import { answerOf, api } from '../api/client.js'
import { plainText } from '../format/plain-text.js'
import { openDialog } from '../parts/dialogs.js'
import { Template } from '../parts/template.js'
import { go } from '../state/url.js'
import { removalTexts as texts } from '../texts/actions.js'
import { ActionDialog } from './action-dialog.js'
import type { PatternName } from './override.js'
import { perform } from './perform.js'

/** Asks before the text of a pattern is taken out for good. */
export function openTemplateRemoval(name: PatternName, template: string): void {
  const { service, signature, check } = name
  const remove = (reason: string) =>
    answerOf(
      api.DELETE('/api/v1/services/{service}/patterns/{signature}/template', {
        params: { path: { service, signature }, query: { reason, ...(check !== null && { check }) } },
      }),
    )
  openDialog((close) => (
    <ActionDialog
      title={texts.templateTitle}
      verb={texts.templateVerb}
      danger
      hint={texts.templateHint}
      onClose={close}
      onSubmit={({ reason }) => perform(() => remove(reason), texts.templateDone)}
    >
      <div>
        <Template text={template} />
      </div>
      <p class="dim">{texts.templateWhat}</p>
    </ActionDialog>
  ))
}

/** Asks before a service is deleted: its name has to be written. */
export function openServiceRemoval(service: string): void {
  openDialog((close) => <ServiceRemoval service={service} onClose={close} />)
}

function ServiceRemoval({ service, onClose }: { service: string; onClose: () => void }): JSX.Element {
  const name = plainText(service)
  async function remove(reason: string): Promise<void> {
    const params = { path: { service }, query: { reason } }
    await perform(() => answerOf(api.DELETE('/api/v1/services/{service}', { params })), texts.serviceDone(name))
    go('/services')
  }
  return (
    <ActionDialog
      title={texts.serviceTitle(name)}
      verb={texts.serviceVerb}
      danger
      hint={texts.serviceHint}
      onClose={onClose}
      onSubmit={({ reason }) => remove(reason)}
    >
      <p class="dim">{texts.serviceWhat}</p>
      <label class="f">
        {texts.serviceName}
        <input
          name="name"
          required
          placeholder={name}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget: input }) => input.setCustomValidity(input.value === name ? '' : texts.serviceName)}
        />
      </label>
    </ActionDialog>
  )
}
