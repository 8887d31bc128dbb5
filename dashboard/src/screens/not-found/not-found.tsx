import type { JSX } from 'preact'
import { Empty } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { shell } from '../../texts/shell.js'

export function NotFound(): JSX.Element {
  return (
    <Frame page={undefined} title={shell.notFound}>
      <Empty>
        <p>{shell.notFoundWhy}</p>
        <a href="/">{shell.toOverview}</a>
      </Empty>
    </Frame>
  )
}
