import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Boundary } from '../parts/boundary.js'
import { Dialogs } from '../parts/dialogs.js'
import { Toasts } from '../parts/toast.js'
import { hasMoved } from '../state/url.js'
import { shell } from '../texts/shell.js'
import { Banner } from './banner.js'
import { Live } from './live.js'
import type { Page } from './pages.js'
import { SideBar } from './side-bar.js'

interface FrameProps {
  readonly page: Page | undefined
  /** The service whose line in the side bar is marked. */
  readonly service?: string
  /** Of the tab. */
  readonly title: string
  /** What stands in the `h1`; by itself the title. */
  readonly heading?: ComponentChildren
  /** Right in the head: choices and actions. */
  readonly tools?: ComponentChildren
  readonly children: ComponentChildren
}

/** What every screen stands in. */
export function Frame({ page, service, title, heading = title, tools, children }: FrameProps): JSX.Element {
  useEffect(() => {
    document.title = `${title} · ${shell.name}`
  }, [title])
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // The link that led here went with its screen: whoever reads by ear or goes by keys begins at the head of this one.
    if (hasMoved() && document.activeElement === document.body) head.current?.focus({ preventScroll: true })
  }, [])
  return (
    <>
      <Boundary>
        <SideBar page={page} service={service} />
      </Boundary>
      <main id="main" tabIndex={-1}>
        <div class="top">
          <h1 ref={head} tabIndex={-1}>
            {heading}
          </h1>
          <span class="grow" />
          <Live />
          {tools}
        </div>
        <Banner />
        <Boundary>{children}</Boundary>
      </main>
      <Boundary>
        <Dialogs />
      </Boundary>
      <Toasts />
    </>
  )
}
