import type { JSX } from 'preact'
import { setupTexts as texts } from '../../texts/setup.js'

const STEPS = ['key', 'app', 'report', 'budget'] as const
export type Step = (typeof STEPS)[number]

/** Where one is. */
export function Steps({ now, isOver }: { now: Step; isOver: boolean }): JSX.Element {
  const at = isOver ? STEPS.length : STEPS.indexOf(now)
  return (
    <ol>
      {STEPS.map((step, i) => {
        const [title, note] = texts.steps[step]
        const state = i < at ? 'done' : i === at ? 'now' : ''
        return (
          <li key={step} class={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span aria-hidden="true">{state === 'done' ? '✓' : i + 1}</span>
            <div>
              {title}
              {state === 'done' && <span class="sr"> {texts.done}</span>}
              <div class="note-s">{note}</div>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
