import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ActionButton } from '../../actions/action-button.js'
import { Card } from '../../parts/card.js'
import { openDialog } from '../../parts/dialogs.js'
import { Segments } from '../../parts/marks.js'
import { Loaded } from '../../parts/states.js'
import { type Key, useKeys } from '../../state/keys.js'
import { serverNow } from '../../state/pulse.js'
import { buttons } from '../../texts/buttons.js'
import { settingsTexts } from '../../texts/settings.js'
import { KeyRow } from './key-row.js'
import { MadeKeyNote } from './made-key.js'
import { type MadeKey, NewKeyDialog } from './new-key.js'

const texts = settingsTexts.keys

/** The keys of the team: what each may do, whether it is used, and a new one, shown once. */
export function Keys(): JSX.Element {
  const keys = useKeys()
  const [made, setMade] = useState<MadeKey | undefined>(undefined)
  const [all, setAll] = useState(false)
  const isLive = ({ revoked_at, expires_at }: Key): boolean =>
    revoked_at === null && (expires_at === null || expires_at > serverNow())
  const list = keys.data.value?.keys ?? []
  const tools = (
    <>
      {list.some((key) => !isLive(key)) && (
        <Segments
          label={texts.title}
          options={[
            ['live', texts.show.live],
            ['all', texts.show.all],
          ]}
          value={all ? 'all' : 'live'}
          onChoose={(key) => setAll(key === 'all')}
        />
      )}
      <ActionButton
        may="admin"
        icon="plus"
        look="small"
        onClick={() => openDialog((close) => <NewKeyDialog onMade={setMade} onClose={close} />)}
      >
        {texts.create}…
      </ActionButton>
    </>
  )
  return (
    <>
      {made && <MadeKeyNote made={made} onDone={() => setMade(undefined)} />}
      <div class="row">
        <Card title={texts.title} tools={tools}>
          <div class="flush">
            <Loaded of={keys} height={220}>
              {(data) => (
                <table class="t cardy">
                  <caption class="sr">{texts.title}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{texts.name}</th>
                      <th scope="col">{texts.scopes}</th>
                      <th scope="col">{texts.created}</th>
                      <th scope="col">{texts.lastUsed}</th>
                      <th scope="col">{texts.expires}</th>
                      <th scope="col" class="r" title={texts.refusedTitle}>
                        {texts.refused}
                      </th>
                      <th scope="col">
                        <span class="sr">{buttons.column}</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.keys
                      .filter((key) => all || isLive(key))
                      .map((key) => (
                        <KeyRow key={key.id} of={key} isLive={isLive(key)} />
                      ))}
                  </tbody>
                </table>
              )}
            </Loaded>
          </div>
        </Card>
      </div>
    </>
  )
}
