import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { trafficOf } from '../../../test/cli/support/day-of-traffic.js'
import { runCli } from '../../../test/cli/support/run-cli.js'
import { LONG } from '../../../test/support/tier.js'
import { describeInBrowser } from '../support/browser.js'
import { HOSTILE_NAMES, HOSTILE_TEXTS } from '../support/hostile-texts.js'
import { expectTame } from '../support/tame-report.js'
import { watchPage } from '../support/watch-page.js'

describeInBrowser.runIf(LONG)('the report of lipservice simulate --html', (browser) => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-report-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function reportOf(name: string, log: string, ...args: string[]): Promise<string> {
    const [input, output] = [join(folder, `${name}.log`), join(folder, `${name}.html`)]
    await writeFile(input, log)
    const { code, err } = await runCli(['simulate', input, '--html', output, ...args])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return output
  }

  async function open(file: string, width = 1_440) {
    const context = await browser().newContext({ viewport: { width, height: 900 } })
    const page = await context.newPage()
    const watch = await watchPage(page, 'null')
    await page.goto(pathToFileURL(file).href)
    await page.waitForSelector('#rows tr')
    return { page, watch, close: () => context.close() }
  }

  it('is whole in itself, tame and accessible whatever was logged, light and dark, wide and narrow', async () => {
    const hostile = [...Object.values(HOSTILE_TEXTS), ...HOSTILE_NAMES].map((msg) => JSON.stringify({ level: 30, msg }))
    const file = await reportOf('hostile', hostile.join('\n'), '--budget', '5/s', '--compare', '1GB/day')
    for (const width of [1_440, 390]) {
      const { page, watch, close } = await open(file, width)
      await expectTame(page, watch, file)
      expect(await page.locator('script').count()).toBe(2)
      await close()
    }
  })

  it('lets nothing be loaded, even if something asked for it', async () => {
    const { page, watch, close } = await open(await reportOf('small', trafficOf(60, 20), '--budget', '5/s'))
    await page.evaluate(() => {
      const image = document.createElement('img')
      image.src = 'https://evil.example/x.png'
      document.body.append(image)
    })
    await expect.poll(() => watch.cspReports()).toEqual([expect.stringMatching(/^img-src https:\/\/evil\.example/)])
    await close()
  })

  it('sorts by a column and finds patterns', async () => {
    const { page, close } = await open(await reportOf('sorted', trafficOf(300, 20), '--budget', '5/s'))
    const first = () => page.locator('#rows tr').first().locator('td').nth(1).innerText()
    const most = await first()
    await page.getByRole('button', { name: 'seen' }).click()
    expect(Number((await first()).replaceAll(',', ''))).toBeLessThan(Number(most.replaceAll(',', '')))
    expect(await page.locator('#heads th').nth(2).getAttribute('aria-sort')).toBe('ascending')
    await page.getByLabel('Only patterns with').fill('CACHE')
    expect(await page.locator('#rows th').allInnerTexts()).toEqual(['cache miss for item <*>'])
    expect(await page.locator('#plot rect.kept').count()).toBeGreaterThan(3)
    await close()
  })

  it('is no larger than a megabyte for 10,000 patterns', async () => {
    const words = 'amber birch cedar delta ember fjord grove heron ivory jade'.split(' ')
    const wordsOf = (n: number) => [...String(n).padStart(4, '0')].map((digit) => words[Number(digit)]).join(' ')
    const lines = Array.from({ length: 10_000 }, (_, i) =>
      JSON.stringify({
        level: 30,
        time: 1_764_180_000_000 + i * 100,
        msg: `${wordsOf(i)} was moved to ${wordsOf(9_999 - i)} while idle`,
      }),
    )
    const file = await reportOf('large', lines.join('\n'), '--budget', '50/s')
    expect((await readFile(file)).length).toBeLessThanOrEqual(1_000_000)
    const { page, close } = await open(file)
    expect(await page.locator('#count').innerText()).toMatch(/^200 of [\d,]+ patterns$/)
    await page.getByRole('button', { name: 'Show more' }).click()
    expect(await page.locator('#rows tr').count()).toBe(400)
    await close()
  })
})
