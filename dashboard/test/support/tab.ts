import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { PageServer } from './page-server.js'
import { type Watch, watchPage } from './watch-page.js'

export interface TabOptions {
  /** Key to log in with; absent: nobody is logged in. */
  readonly key?: string
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  readonly zone?: string
  readonly reducedMotion?: boolean
  readonly forcedColors?: boolean
  readonly touch?: boolean
  /** Milliseconds of the browser's clock before that of the server. */
  readonly skew?: number
  /** The browser's own clock goes on, and is not the server's. */
  readonly ownClock?: boolean
}

/** A tab of a browser of its own, with nothing in its storage. */
export interface Tab extends Watch {
  readonly page: Page
  readonly context: BrowserContext
  /** Goes to a path and waits until everything is there. */
  go(path: string): Promise<void>
  /** Waits until nothing is loading. */
  settled(): Promise<void>
  /** Sets the browser's clock to that of the server. */
  followClock(): Promise<void>
  close(): Promise<void>
}

const SETTLE_MILLIS = 15_000

export async function openTab(browser: Browser, server: PageServer, options: TabOptions = {}): Promise<Tab> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: options.width ?? 1_440, height: options.height ?? 900 },
    colorScheme: options.theme ?? 'light',
    timezoneId: options.zone ?? 'Europe/Berlin',
    locale: 'en-GB',
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    forcedColors: options.forcedColors ? 'active' : 'none',
    hasTouch: options.touch ?? false,
  })
  if (options.key !== undefined) await logIn(context, server, options.key)
  const page = await context.newPage()
  page.setDefaultTimeout(SETTLE_MILLIS)
  const watch = await watchPage(page, server.url)
  const followClock = () => page.clock.setFixedTime(server.api.clock.millis + (options.skew ?? 0))
  if (!options.ownClock) await followClock()
  const settled = async () => {
    for (const deadline = performance.now() + SETTLE_MILLIS; ; ) {
      // What was answered is drawn, and what that asks for has been asked.
      const isDrawn = await page.evaluate(
        () =>
          new Promise<boolean>((resolve) =>
            requestAnimationFrame(() =>
              setTimeout(() =>
                resolve(document.querySelector('main') !== null && !document.querySelector('.skeleton')),
              ),
            ),
          ),
      )
      if (isDrawn && watch.waiting() === 0) return
      if (performance.now() > deadline) throw new Error(`${page.url()} still loads: ${watch.waiting()} requests wait`)
    }
  }
  return {
    ...watch,
    page,
    context,
    settled,
    followClock,
    async go(path) {
      await page.goto(path)
      await settled()
    },
    close: () => context.close(),
  }
}

/** Logs a context in as a page does, by a key that is posted once. */
export async function logIn(context: BrowserContext, server: PageServer, key: string): Promise<void> {
  const answer = await fetch(`${server.url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ key }),
  })
  if (!answer.ok) throw new Error(`the login failed: ${answer.status} ${await answer.text()}`)
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
    const secure = /;\s*secure/i.test(line)
    await context.addCookies([
      { name: name!, value: value!, url: server.url, httpOnly: true, sameSite: 'Strict', secure },
    ])
  }
}
