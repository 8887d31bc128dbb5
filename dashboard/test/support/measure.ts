import type { CDPSession, Page } from 'playwright-core'

/** What went over the wire since it began. */
export interface Traffic {
  readonly requests: number
  /** Bytes as received: bodies as encoded, with their headers. */
  readonly bytes: number
}

/** Counts what a page asks for from now on. */
export async function countTraffic(page: Page): Promise<() => Traffic> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const all = { requests: 0, bytes: 0 }
  session.on('Network.requestWillBeSent', ({ request }) => {
    if (!request.url.startsWith('data:')) all.requests++
  })
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    all.bytes += encodedDataLength
  })
  return () => ({ ...all })
}

/** Makes the page's processor so many times slower. */
export async function slowDown(page: Page, times: number): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: times })
  return session
}

/** Returns when something was painted first, milliseconds after the page was asked for. Needs the browser's own clock. */
export async function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
}

/**
 * Scrolls the page by so many pixels a frame and returns how long each frame took, milliseconds.
 *
 * @param selector of what is scrolled; absent: the page itself
 */
export async function scrollFrames(page: Page, pixels: number, frames: number, selector?: string): Promise<number[]> {
  return page.evaluate(
    async ({ pixels, frames, selector }) => {
      const scroller = selector === undefined ? document.scrollingElement! : document.querySelector(selector)!
      const times: number[] = []
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
      let before = await frame()
      for (let i = 0; i < frames; i++) {
        scroller.scrollTop += pixels
        const at = await frame()
        times.push(at - before)
        before = at
      }
      return times
    },
    { pixels, frames, selector },
  )
}

/** Returns how much of the processor the page's main thread took for each of so many frames, milliseconds: others on the machine do not count. */
export async function cpuOfFrames(page: Page, pixels: number, frames: number): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const tasks = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000
  }
  const before = await tasks()
  await scrollFrames(page, pixels, frames)
  return ((await tasks()) - before) / frames
}

/** Shows rows of plain text, as many as there are of a table: what any page that is scrolled takes on this machine. */
export async function showPlainRows(page: Page, rows: number, height: number): Promise<void> {
  await page.setContent('<main></main>')
  await page.evaluate(
    ({ rows, height }) => {
      const main = document.querySelector('main')!
      for (let i = 0; i < rows; i++) {
        const row = main.appendChild(document.createElement('div'))
        row.style.height = `${height}px`
        row.textContent = `row ${i}`
      }
    },
    { rows, height },
  )
}

/** Returns the value that so much of all, 0–1, are at or below. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)]!
}
