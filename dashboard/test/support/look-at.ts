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

/** Returns what axe finds, one line a place: rule, element, why. @param about all, or only what depends on colours */
export async function axeProblems(page: Page, about: 'all' | 'colours' = 'all'): Promise<string[]> {
  // By the debugger: no policy of the page is in its way, and none is switched off.
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(AXE)
  return page.evaluate(
    async ({ tags, about }) => {
      const ofColours = window.axe!.getRules(tags).filter((one) => one.tags.includes('cat.color'))
      const { violations } = await window.axe!.run(document, {
        runOnly:
          about === 'all'
            ? { type: 'tag', values: tags }
            : { type: 'rule', values: ofColours.map(({ ruleId }) => ruleId) },
        // Of what is right nothing is told: that takes as long as to look at it.
        resultTypes: ['violations'],
      })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ')}`,
        ),
      )
    },
    { tags: TAGS, about },
  )
}

/** Shows a page in a theme, and waits until all of its colours are those of it. */
export async function showIn(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await page.evaluate(async () => {
    const changing = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(changing.map(({ finished }) => finished))
  })
}

/** Returns every element with its size, which no theme changes. */
export async function shapesOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')].map((one) => {
      const { width, height } = one.getBoundingClientRect()
      return `${one.localName}.${one.getAttribute('class') ?? ''} ${width} × ${height}`
    }),
  )
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
