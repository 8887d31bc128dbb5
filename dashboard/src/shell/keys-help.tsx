import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../parts/button.js'
import { setSingleKeys, singleKeys } from '../state/preferences.js'
import { buttons } from '../texts/buttons.js'
import { keys } from '../texts/keys.js'
import { MOD_KEY } from './keys.js'

/** What keys do. Single keys can be switched off: who dictates or slips would set them off (WCAG 2.1.4). */
export function KeysHelp({ onClose }: { onClose: () => void }): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => element.current?.showModal(), [])
  return (
    <dialog ref={element} aria-label={keys.title} onClose={onClose}>
      <form method="dialog">
        <h2>{keys.title}</h2>
        <table class="t keys">
          <caption class="sr">{keys.title}</caption>
          <tbody>
            {keys.all(MOD_KEY).map(([name, what]) => (
              <tr key={what}>
                <th scope="row">
                  {name.split(' · ').map((one, i) => (
                    <span key={one}>
                      {i > 0 && ' · '}
                      <kbd>{one}</kbd>
                    </span>
                  ))}
                </th>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <label class="check">
          <input
            type="checkbox"
            checked={singleKeys.value}
            onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          />
          {keys.single}
        </label>
        <div class="acts">
          <Button type="submit" look="primary">
            {buttons.close}
          </Button>
        </div>
      </form>
    </dialog>
  )
}
