import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type AxeModule from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

declare global {
  interface Window {
    axe?: typeof AxeModule
  }
}

/** Returns what axe finds, one line a place: rule, element, why. */
export async function axeProblems(page: Page): Promise<string[]> {
  // By the debugger: no policy of the page is in its way, and none is switched off.
  await page.evaluate(`window.axe === undefined && (() => { ${AXE} })()`)
  return page.evaluate(async (tags) => {
    const { violations } = await window.axe!.run(document, { runOnly: { type: 'tag', values: tags } })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ')}`,
      ),
    )
  }, TAGS)
}

/** Returns elements that reach out of the window to the right, where the page itself would have to be scrolled sideways. */
export async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement
    const width = root.clientWidth
    if (root.scrollWidth <= width) return []
    const found = [...document.body.querySelectorAll('*')].filter((element) => {
      if (element.getBoundingClientRect().right <= width + 1) return false
      for (let up = element.parentElement; up !== null && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible') return false
      }
      return true
    })
    const named = found.map(
      (one) => `${one.localName}.${one.getAttribute('class') ?? ''} ${one.textContent?.slice(0, 40)}`,
    )
    return [`the page is ${root.scrollWidth} wide in ${width}`, ...named.slice(0, 8)]
  })
}

/** Returns what no text may have made: elements that load or do something and are none of the page's own. */
export async function strangeElements(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'script, style, link, iframe, object, embed, base, img, video, audio, meta[http-equiv], b[data-hostile]',
      ),
    ]
      .filter((element) => {
        const source = element.getAttribute('src') ?? element.getAttribute('href') ?? ''
        return !(/^(script|link)$/.test(element.localName) && /^(\/assets\/[\w.-]+|data:,)$/.test(source))
      })
      .map(({ outerHTML }) => outerHTML.slice(0, 120)),
  )
}
