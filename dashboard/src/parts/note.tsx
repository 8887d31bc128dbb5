import type { ComponentChildren, JSX } from 'preact'
import { Dot } from './marks.js'

interface NoteProps {
  readonly tone: 'bad' | 'warn' | 'person' | 'accent'
  /** `status`: it comes and goes by itself; `alert`: it hinders; absent: it is advice. */
  readonly role?: 'status' | 'alert'
  /** What can be done about it, at its end. */
  readonly tools?: ComponentChildren
  readonly children: ComponentChildren
}

/** What is out of the ordinary, as a line over the rest of a screen. */
export const Note = ({ tone, role, tools, children }: NoteProps): JSX.Element => (
  <div class={`note ${tone}`} role={role}>
    <Dot tone={tone} />
    <div class="main">{children}</div>
    {tools}
  </div>
)
