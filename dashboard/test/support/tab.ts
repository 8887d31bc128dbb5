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
  /** Loads a path anew and waits until everything is there. */
  go(path: string): Promise<void>
  /** Goes to a path as a link of the page does, and waits until everything is there: its code is there, and compiled. */
  follow(path: string): Promise<void>
  /** Waits until nothing is loading. */
  settled(): Promise<void>
  /** Goes down to the end of a screen: what is drawn when it comes into view is there, too. */
  lookThrough(): Promise<void>
  /** Goes to a path, by a link unless the page is still to be loaded, and down to its end. */
  goThrough(path: string): Promise<void>
  /** Sets the browser's clock to that of the server. */
  followClock(): Promise<void>
  /** Stops a clock of the tab's own: it goes on by `page.clock.runFor` alone, and nothing settles. */
  stopClock(): Promise<void>
  /** Waits until nothing that was asked is without an answer: all that can be waited for while the clock stands. */
  answered(): Promise<void>
  /** Lets a clock that was stopped go on by seconds until a path is asked for, and no further: what runs on would be the server's silence. */
  untilAsked(path: string): Promise<number>
  close(): Promise<void>
}

const SETTLE_MILLIS = 15_000
const QUIET_FRAMES = 3
/** A table that goes on and on is looked at so far. */
const MAX_SCREENS = 6
/** A clock is stopped in so long, which it has not come to when it is told. */
const AHEAD_MILLIS = 5_000

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
    let quiet = 0
    for (const deadline = performance.now() + SETTLE_MILLIS; ; ) {
      // What was answered is drawn, and what that asks for has been asked; rows stand still.
      const isDrawn = await page.evaluate(
        () =>
          new Promise<boolean>((resolve) =>
            requestAnimationFrame(() =>
              setTimeout(() =>
                resolve(document.querySelector('main') !== null && !document.querySelector('.skeleton, tr.fly')),
              ),
            ),
          ),
      )
      // Several times: of a request the browser tells a moment after it was sent, and of what comes into view a frame after it was drawn.
      quiet = isDrawn && watch.waiting() === 0 ? quiet + 1 : 0
      if (quiet === QUIET_FRAMES) return
      if (performance.now() > deadline) throw new Error(`${page.url()} still loads: ${watch.waiting()} requests wait`)
    }
  }
  const go = async (path: string) => {
    await page.goto(path)
    await settled()
  }
  const answered = async () => {
    for (const deadline = performance.now() + SETTLE_MILLIS; watch.waiting() > 0; ) {
      await page.evaluate(() => {})
      if (performance.now() > deadline) throw new Error(`${page.url()}: ${watch.waiting()} requests wait`)
    }
    // And what the page makes of it.
    await page.evaluate(() => {})
  }
  const follow = async (path: string) => {
    await page.evaluate((href) => {
      const link = document.body.appendChild(document.createElement('a'))
      link.href = href
      link.click()
      link.remove()
    }, path)
    await settled()
  }
  const lookThrough = async () => {
    for (let screen = 0; screen < MAX_SCREENS && (await scrollDown(page)); screen++) await settled()
    await page.evaluate(() => scrollTo(0, 0))
    await settled()
  }
  return {
    ...watch,
    page,
    context,
    settled,
    followClock,
    go,
    follow,
    lookThrough,
    answered,
    async stopClock() {
      await page.clock.pauseAt((await page.evaluate(() => Date.now())) + AHEAD_MILLIS)
      await answered()
    },
    async untilAsked(path) {
      const before = watch.requests.length
      let seconds = 0
      for (; !watch.requests.slice(before).includes(path); seconds++) await page.clock.runFor(1_000)
      return seconds
    },
    async goThrough(path) {
      await (page.url().startsWith(`${server.url}/`) ? follow : go)(path)
      await lookThrough()
    },
    close: () => context.close(),
  }
}

/** Returns whether there was more of it. */
function scrollDown(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const before = scrollY
    scrollBy(0, innerHeight)
    return scrollY > before
  })
}

/** Cookies of who is logged in, by server and key: an address may log in ten times a minute, and the clock stands still. */
const known = new WeakMap<PageServer['api'], Map<string, Promise<Cookie[]>>>()

type Cookie = Parameters<BrowserContext['addCookies']>[0][number]

/** Logs a context in as a page does, by a key that is posted once. Contexts of one key share the session. */
export async function logIn(context: BrowserContext, server: PageServer, key: string): Promise<void> {
  const ofServer = known.get(server.api) ?? new Map<string, Promise<Cookie[]>>()
  known.set(server.api, ofServer)
  const cookies = ofServer.get(key) ?? beginSession(server, key)
  ofServer.set(key, cookies)
  await context.addCookies(await cookies)
}

async function beginSession({ url }: PageServer, key: string): Promise<Cookie[]> {
  const answer = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ key }),
  })
  if (!answer.ok) throw new Error(`the login failed: ${answer.status} ${await answer.text()}`)
  return answer.headers.getSetCookie().map((line): Cookie => {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
    const secure = /;\s*secure/i.test(line)
    return { name: name!, value: value!, url, httpOnly: true, sameSite: 'Strict', secure }
  })
}
