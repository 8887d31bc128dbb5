import type { JSX } from 'preact'
import { IconButton } from '../parts/button.js'
import { toggleTheme, toggleZone, zone } from '../state/preferences.js'
import { shell } from '../texts/shell.js'
import { MOD_KEY } from './keys.js'
import { leave } from './leave.js'
import { openKeys, openPalette } from './open.js'
import { whoAmI } from './who-am-i.js'

/** Search, keys, who is logged in, and how the page looks here. */
export function SideFoot(): JSX.Element {
  const { name, role } = whoAmI()
  return (
    <div class="foot">
      <div class="hints">
        <button type="button" onClick={openPalette}>
          <kbd>{MOD_KEY}K</kbd> {shell.search}
        </button>
        <button type="button" onClick={openKeys}>
          <kbd>?</kbd> {shell.keys}
        </button>
      </div>
      <div class="who">
        <span title={shell.loggedInAs(name, role)}>
          <bdi>{name}</bdi> <span class="role">{role}</span>
        </span>
        <IconButton label={shell.theme} icon="sun" onClick={toggleTheme} />
        <IconButton label={shell.logOut} icon="leave" onClick={leave} />
      </div>
      <button class="zone" type="button" title={shell.changeZone} onClick={toggleZone}>
        {shell.times(zone.value)}
      </button>
    </div>
  )
}
