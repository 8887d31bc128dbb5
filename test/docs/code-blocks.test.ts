import { describe, expect, it } from 'vitest'
import { startFakeLipService, startFakePostHog } from '../../src/testing.js'
import { madeOnce } from '../support/made-once.js'
import { LONG } from '../support/tier.js'
import { codeBlocks, nameOf, ownBlocks } from './code-blocks.js'
import { type Block, readPage } from './pages.js'
import { runBlock } from './run-block.js'

const programs = await madeOnce('blockPrograms')
const cases = ownBlocks.map((block) => ({ ...block, ...programs[nameOf(block)]! }))
const isFirstOfPage = ({ page, line }: Block) => ownBlocks.find((block) => block.page === page)!.line === line
/** A process each: those of the README, and one of each other page, where there is no time for all. */
const runs = cases.filter((block) => LONG || block.page === 'README.md' || isFirstOfPage(block))

/** `// → text` behind or below a statement is a line that the block prints; `…` stands for anything. */
const printedLines = (code: string) => [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line!)
const patternOf = (line: string) => new RegExp(`^${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*')}$`)
/** What the SDK said by `diag` or on stderr. It is allowed what the page says that it says. */
const complaintsIn = (stderr: string) =>
  [...stderr.matchAll(/^(?:diag: (?:lipservice: )?|lipservice: )(.*)$/gm)].map(([, line]) => line!)
/** A block that logs, by whatever logger. */
const LOGS = /\.emit\(|\blogger\.|console\.(info|error)\(|^log\(/m
/** A block that is its own backend. */
const OWN_BACKEND = /startFakePostHog/

describe('the documentation', () => {
  it('has code of both kinds: pieces of examples, and blocks of its own', () => {
    expect(cases.length).toBeGreaterThan(20)
    expect(codeBlocks.length - cases.length).toBeGreaterThan(4)
  })

  it.each(cases)('$page:$line is type-checked', ({ problems }) => {
    expect(problems).toEqual([])
  })

  it.concurrent.each(runs)('$page:$line runs, and does what it says', async (block) => {
    const { page, code, file } = block
    const posthog = await startFakePostHog({ token: 'phc_docs' })
    const lipservice = await startFakeLipService()
    // What a block does not ask for is not there.
    const env = {
      POSTHOG_API_KEY: posthog.token,
      POSTHOG_HOST: posthog.url,
      LIPSERVICE_URL: lipservice.url,
      LIPSERVICE_API_KEY: lipservice.apiKey,
    }
    const asked = Object.entries(env).filter(([name]) => code.includes(name) || name === 'POSTHOG_HOST')
    const { delivery, stdout, stderr, exitCode } = await runBlock(file, {
      ...Object.fromEntries(asked),
      OTEL_EXPORTER_OTLP_ENDPOINT: posthog.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${posthog.token}`,
    })
    for (const complaint of complaintsIn(stderr)) expect(readPage(page).text).toContain(complaint)
    expect(exitCode, stderr).toBe(0)

    const printed = printedLines(code)
    if (printed.length > 0) {
      const lines = stdout.trimEnd().split('\n')
      expect(lines).toHaveLength(printed.length)
      for (const [i, line] of lines.entries()) expect(line).toMatch(patternOf(printed[i]!))
    }
    expect(delivery).toMatchObject({ pending: 0, delivered: delivery!.accepted })
    if (LOGS.test(code) && !OWN_BACKEND.test(code)) expect(posthog.records).not.toEqual([])
    expect(posthog.requests.filter(({ status }) => status !== 200)).toEqual([])
    expect(lipservice.problems).toEqual([])
    await Promise.all([posthog.close(), lipservice.close()])
  })
})
