import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { perform } from '../../actions/perform.js'
import { integer } from '../../format/numbers.js'
import { Dialog } from '../../parts/dialog.js'
import { postHogTexts as texts } from '../../texts/posthog.js'
import { type Connection, connectionIn, putConnection, REGIONS, removeConnection, SOURCES } from './posthog-calls.js'

interface ConnectProps {
  readonly found: Connection | null
  readonly onClose: () => void
}

/** Asks where PostHog is, and for keys: they go to the server once, and are shown by nobody again. */
export function ConnectDialog({ found, onClose }: ConnectProps): JSX.Element {
  const known = REGIONS.find((one) => one === found?.host)
  const [region, setRegion] = useState<string>(found === null ? 'us' : (known ?? 'own'))
  const [source, setSource] = useState<string>(found?.keys ?? 'stored')
  const submit = async (form: FormData): Promise<void> =>
    void (await perform(() => putConnection(connectionIn(form)), texts.connected))
  return (
    <Dialog title={texts.connectTitle} verb={texts.connect} onSubmit={submit} onClose={onClose}>
      <label class="f">
        {texts.where}
        <select name="region" value={region} onChange={(event) => setRegion(event.currentTarget.value)}>
          {([...REGIONS, 'own'] as const).map((one) => (
            <option key={one} value={one}>
              {texts.regions[one]}
            </option>
          ))}
        </select>
      </label>
      {region === 'own' && (
        <label class="f">
          {texts.url}
          <input
            name="url"
            type="url"
            required
            maxLength={300}
            placeholder={texts.urlHint}
            defaultValue={known === undefined ? found?.host : ''}
          />
          <span class="dimmer">{texts.urlNote}</span>
        </label>
      )}
      <label class="f">
        {texts.project}
        <input
          name="project"
          required
          inputMode="numeric"
          pattern="\d{1,12}"
          placeholder={texts.projectHint}
          defaultValue={found?.project ?? ''}
          autocomplete="off"
        />
        <span class="dimmer">{texts.projectNote}</span>
      </label>
      <label class="f">
        {texts.keys}
        <select name="keys" value={source} onChange={(event) => setSource(event.currentTarget.value)}>
          {SOURCES.map((one) => (
            <option key={one} value={one}>
              {texts.sources[one]}
            </option>
          ))}
        </select>
      </label>
      {source === 'stored' && (
        <>
          <KeyField kind="personal" isNeeded={found?.personal_api_key == null} />
          <KeyField kind="project" isNeeded={false} />
        </>
      )}
    </Dialog>
  )
}

/** A secret: no draft of a form holds it, and no browser remembers it. */
function KeyField({ kind, isNeeded }: { kind: 'personal' | 'project'; isNeeded: boolean }): JSX.Element {
  const [label, hint, note] =
    kind === 'personal'
      ? [texts.personalKey, texts.personalHint, texts.personalNote]
      : [texts.projectKey, texts.projectKeyHint, texts.projectKeyNote]
  return (
    <label class="f">
      {label}
      <input
        name={`${kind}_api_key`}
        type="password"
        required={isNeeded}
        minLength={8}
        maxLength={512}
        placeholder={hint}
        autocomplete="off"
      />
      <span class="dimmer">{note}</span>
    </label>
  )
}

/** Ends the connection, with what was made in PostHog or without. */
export function DisconnectDialog({ found, onClose }: { found: Connection; onClose: () => void }): JSX.Element {
  async function submit(form: FormData): Promise<void> {
    const done = (left: number): string => (left > 0 ? texts.disconnectedLeft(integer(left)) : texts.disconnected)
    await perform(() => removeConnection(form.has('keep')), done)
  }
  return (
    <Dialog title={texts.disconnectTitle} verb={texts.disconnect} danger onSubmit={submit} onClose={onClose}>
      <p class="dim">{texts.disconnectWhat}</p>
      {found.made > 0 && (
        <div class="opts">
          <label>
            <input type="checkbox" name="keep" />
            <span>{texts.keep}</span>
          </label>
        </div>
      )}
    </Dialog>
  )
}
