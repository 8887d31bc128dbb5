import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { axeProblems, overflowing, shapesOf, showIn } from './look-at.js'
import type { Watch } from './watch-page.js'

/** A report in a file, which is open in the light theme, asks for nothing else, runs nothing of what is in it, and is in nobody's way in either theme. */
export async function expectTame(page: Page, watch: Watch, file: string): Promise<void> {
  expect(watch.foreign).toEqual([])
  expect(watch.requests).toEqual([pathToFileURL(file).pathname])
  expect(watch.errors).toEqual([])
  expect(watch.dialogs).toEqual([])
  expect(await watch.cspReports()).toEqual([])
  expect(await page.locator('iframe, img, object, embed, base, link, form, b, meta[http-equiv=refresh]').count()).toBe(
    0,
  )
  expect(await overflowing(page)).toEqual([])
  expect(await axeProblems(page)).toEqual([])
  const shapes = await shapesOf(page)
  await showIn(page, 'dark')
  expect(await axeProblems(page, 'colours')).toEqual([])
  expect(await shapesOf(page)).toEqual(shapes)
}
