import type { JSX } from 'preact'
import { Frame } from '../../shell/frame.js'
import { shell } from '../../texts/shell.js'

export function Overview(): JSX.Element {
  return (
    <Frame page="overview" title={shell.pages.overview}>
      {null}
    </Frame>
  )
}
