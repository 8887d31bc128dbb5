import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { ActionButton } from '../../actions/action-button.js'
import { ActionDialog } from '../../actions/action-dialog.js'
import { perform } from '../../actions/perform.js'
import { answerOf, api, problemOf } from '../../api/client.js'
import { entryOf } from '../../format/entry-of.js'
import { count, integer } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { timeSpan, when } from '../../format/times.js'
import { after } from '../../internal/clock.js'
import { openDialog } from '../../parts/dialogs.js'
import { Chip, Meter } from '../../parts/marks.js'
import { Empty, Loaded } from '../../parts/states.js'
import { TableHead } from '../../parts/table-head.js'
import { toast } from '../../parts/toast.js'
import { useWho } from '../../parts/who.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { useResource } from '../../state/resource.js'
import { buttons } from '../../texts/buttons.js'
import { postHogTexts as texts } from '../../texts/posthog.js'
import { type Import, startImport, stopImport } from './posthog-calls.js'

/** Minutes are kept for so long. */
const MOST_HOURS = 48
const AGAIN_MS = 10_000

/** What was imported of PostHog's history, and how far that is. */
export function Imports(): JSX.Element {
  const found = useResource('posthog imports', (signal) => answerOf(api.GET('/api/v1/posthog/imports', { signal })))
  const imports = found.data.value?.imports
  // Its progress is no change that the pulse tells of.
  useEffect(
    () => (imports?.some(({ state }) => state === 'open') ? after(AGAIN_MS, () => void found.reload()) : undefined),
    [imports],
  )
  return (
    <>
      <div class="body line">
        <h3>{texts.imports}</h3>
        <ActionButton may="admin" look="small" onClick={() => openDialog((close) => <StartDialog onClose={close} />)}>
          {texts.importStart}…
        </ActionButton>
      </div>
      <Loaded of={found} height={120}>
        {({ imports: all }) => (all.length === 0 ? <Empty>{texts.noImports}</Empty> : <ImportTable of={all} />)}
      </Loaded>
    </>
  )
}

function ImportTable({ of }: { of: readonly Import[] }): JSX.Element {
  return (
    <div class="flush">
      <table class="t cardy">
        <caption class="sr">{texts.imports}</caption>
        <TableHead columns={texts.importColumns} right={['records']} buttons={buttons.column} />
        <tbody>
          {of.map((one) => (
            <Row key={one.import_id} of={one} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ of }: { of: Import }): JSX.Element {
  const { state, from, to, hours_done: done, hours_all: all } = of
  const who = useWho()
  const part = texts.importDone(integer(done), integer(all))
  const isOpen = state === 'open'
  return (
    <tr>
      <td class="span">
        {timeSpan(from, to - from, zone.value)}
        <div class="sub">{texts.importBy(who(of.started_by).name, when(of.started_at, zone.value, serverNow()))}</div>
      </td>
      <td>
        <Chip tone={isOpen ? 'accent' : state === 'done' ? 'good' : ''}>
          {entryOf(texts.importStates, state) ?? plainText(state)}
        </Chip>
      </td>
      <td class="span">
        {isOpen && <Meter part={all > 0 ? done / all : 0} label={part} />}
        {part}
      </td>
      <td class="r num named" data-name={texts.importColumns.records}>
        {count(of.records)}
      </td>
      <td class="span">
        {isOpen && (
          <ActionButton may="admin" look="small" onClick={() => void stop(of.import_id)}>
            {texts.importStop}
          </ActionButton>
        )}
      </td>
    </tr>
  )
}

/** It goes on where it was, when it is started again. */
const stop = (id: string): Promise<unknown> =>
  perform(() => stopImport(id), texts.importStopped).catch((error: unknown) => toast(problemOf(error).message))

function StartDialog({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <ActionDialog
      title={texts.importTitle}
      verb={texts.importStart}
      hint={texts.importHint}
      onSubmit={({ reason, form }) =>
        perform(() => startImport(Number(form.get('hours')), reason), texts.importStarted)
      }
      onClose={onClose}
    >
      <p class="dim">{texts.importWhat}</p>
      <label class="f">
        {texts.importHours}
        <input
          name="hours"
          type="number"
          min="1"
          max={MOST_HOURS}
          step="1"
          required
          defaultValue={String(MOST_HOURS)}
        />
      </label>
    </ActionDialog>
  )
}
