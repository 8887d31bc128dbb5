import type { JSX } from 'preact'
import { when } from '../../format/times.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import type { Service } from '../../state/services.js'
import { setupTexts as texts } from '../../texts/setup.js'

/** When the service gets its first plan. */
export function NextPlan({ service }: { service: Service | undefined }): JSX.Element {
  const until = service?.history_until ?? null
  return <p class="dim">{until === null ? texts.nextNow : texts.next(when(until, zone.value, serverNow()))}</p>
}
