import type { ComponentChildren, JSX } from 'preact'
import { Card } from '../../parts/card.js'
import { Segments } from '../../parts/marks.js'
import { setSingleKeys, setTheme, singleKeys, theme, toggleZone, zone } from '../../state/preferences.js'
import { settingsTexts } from '../../texts/settings.js'

const texts = settingsTexts.display
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** How the page looks in this browser. */
export function Display(): JSX.Element {
  return (
    <div class="row">
      <Card title={texts.title} tools={<span class="dimmer">{texts.here}</span>}>
        <div class="body choices">
          <Line name={texts.theme}>
            <Segments
              label={texts.theme}
              options={[
                ['system', texts.themes.system],
                ['light', texts.themes.light],
                ['dark', texts.themes.dark],
              ]}
              value={theme.value}
              onChoose={setTheme}
            />
          </Line>
          <Line name={texts.zone} note={ownZone === 'UTC' ? texts.onlyUtc : texts.zoneNote}>
            {ownZone !== 'UTC' && (
              <Segments
                label={texts.zone}
                options={[
                  [ownZone, ownZone],
                  ['UTC', 'UTC'],
                ]}
                value={zone.value}
                onChoose={(key) => key !== zone.peek() && toggleZone()}
              />
            )}
          </Line>
          <Line name={texts.keys} note={texts.keysNote}>
            <Segments
              label={texts.keys}
              options={[
                ['on', texts.keysOn],
                ['off', texts.keysOff],
              ]}
              value={singleKeys.value ? 'on' : 'off'}
              onChoose={(key) => setSingleKeys(key === 'on')}
            />
          </Line>
        </div>
      </Card>
    </div>
  )
}

function Line({ name, note, children }: { name: string; note?: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <h3>{name}</h3>
      {children}
      {note !== undefined && <p class="dimmer">{note}</p>}
    </div>
  )
}
