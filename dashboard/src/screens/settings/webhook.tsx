import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { perform } from '../../actions/perform.js'
import { answerOf, api } from '../../api/client.js'
import { Card } from '../../parts/card.js'
import { Dialog } from '../../parts/dialog.js'
import { openDialog } from '../../parts/dialogs.js'
import { Empty, Loaded } from '../../parts/states.js'
import { useResource } from '../../state/resource.js'
import { isAdmin } from '../../state/session.js'
import { settingsTexts } from '../../texts/settings.js'
import { again, deleteWebhook, type Webhook } from './webhook-calls.js'
import { WebhookForm } from './webhook-form.js'

const texts = settingsTexts.webhook

/** Where the team is told its news. */
export function WebhookTab(): JSX.Element {
  return (
    <div class="row">
      <Card title={texts.title}>{isAdmin.value ? <Own /> : <Empty>{texts.adminOnly}</Empty>}</Card>
    </div>
  )
}

function Own(): JSX.Element {
  const webhook = useResource('webhook', async (signal) => ({
    webhook: await answerOf(api.GET('/api/v1/webhook', { signal })),
  }))
  return (
    <div class="body">
      <Loaded of={webhook} height={180}>
        {({ webhook: found }) => (
          <div class="narrow">
            <p class="dim">{found === null ? texts.none : texts.what}</p>
            <WebhookForm key={found === null ? '' : `${found.format} ${found.url}`} found={found} />
            {found !== null && (
              <p>
                <ActionButton may="admin" look="small danger" onClick={() => openRemove(found)}>
                  {texts.remove}…
                </ActionButton>
              </p>
            )}
          </div>
        )}
      </Loaded>
    </div>
  )
}

function openRemove(found: Webhook): void {
  const undo = { what: texts.title, run: () => again(found) }
  openDialog((close) => (
    <Dialog
      title={texts.removeTitle}
      verb={texts.remove}
      danger
      onClose={close}
      onSubmit={async () => void (await perform(deleteWebhook, texts.removed, undo))}
    >
      <p class="dim">{texts.removeWhat}</p>
    </Dialog>
  ))
}
