import { defineCommand } from 'citty'
import type { Explanation } from '../../sampling/explanation.js'
import type { CommandContext, ExitCode } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { readLine } from '../formats/read-line.js'
import { openSources } from '../input/open-sources.js'
import { readAll } from '../input/read-all.js'
import { explanationText } from '../output/explanation-text.js'
import { createKeptFile } from '../output/kept-file.js'
import { reportPage } from '../output/page/report-page.js'
import { createReportFile } from '../output/report-file.js'
import { simulationJson } from '../output/simulation-json.js'
import { simulationText } from '../output/simulation-text.js'
import { trusted } from '../policy/load-policy.js'
import { readPolicyFile } from '../policy/read-policy-file.js'
import { createRace, type Race } from '../simulation/race.js'
import type { SimulationOptions } from '../simulation/simulation.js'
import { createProgress } from '../terminal/progress.js'
import { budgetOf } from './budget-arg.js'
import { endOfReading } from './end-of-reading.js'
import { FILES, JSON_OUTPUT, numberOf, PRICE, wholeNumberOf } from './shared-args.js'

const MAX_BUDGETS = 8

export const simulate = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'simulate', description: 'Show what a budget would keep of a log, and what it would drop' },
    args: {
      ...FILES,
      budget: { type: 'string', description: 'Such as 2GB/day, 50/s or 100USD/month', valueHint: 'BUDGET' },
      compare: { type: 'string', description: 'Several budgets in one table, with commas', valueHint: 'A,B,…' },
      policy: { type: 'string', description: 'A policy of the server, as JSON', valueHint: 'FILE' },
      explain: { type: 'string', description: 'How this line would be decided at the end', valueHint: 'LINE' },
      keep: { type: 'string', description: 'Write what would be kept to a new file', valueHint: 'FILE' },
      html: { type: 'string', description: 'Write a report for a browser, without network', valueHint: 'FILE' },
      seed: { type: 'string', description: 'Of the draws: the same seed, the same decisions', default: '1' },
      rate: { type: 'string', description: 'Records a second, where they do not say', default: '100', valueHint: 'N' },
      ...PRICE,
      top: { type: 'string', description: 'Patterns that are shown', default: '20', valueHint: 'N' },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const usdPerGb = numberOf('price', args.price, 0, 1_000)
      const top = wholeNumberOf('top', args.top, 1, 100_000)
      const perSecond = numberOf('rate', args.rate, 0.001, 1e6)
      const budgets = await budgetsOf(args, usdPerGb)
      const sources = await openSources(args._, context.stdin)
      const report = args.html === undefined ? undefined : await createReportFile(args.html)
      const file = args.keep === undefined ? undefined : await createKeptFile(args.keep)
      const now = context.clock.now()
      const race = createRace(budgets, perSecond, now)
      const progress = createProgress(context.err, context.clock.monotonic)
      const reading = readAll(
        sources,
        (found) => {
          if (race.add(found)) file?.add(found.text)
        },
        { progress, stop: context.stop, now, ...(file !== undefined && { settled: file.settled }) },
      )
      const counts = await reading.finally(() => file?.close())
      const results = race.results()
      const { assumedTimes } = race
      const shown = { results, counts, files: sources.map(({ name }) => name), usdPerGb, top, assumedTimes, perSecond }
      await report?.write(reportPage(shown))
      const explanations = args.explain === undefined ? undefined : explain(args.explain, race, now)
      if (args.json) context.out.write(`${JSON.stringify(simulationJson(shown, explanations))}\n`)
      else {
        context.out.write(simulationText(shown, context.out))
        for (const one of explanations ?? []) context.out.write(explanationText(one, context.out))
      }
      end(endOfReading(sources, counts.interrupted, context))
    },
  })

interface BudgetArgs {
  readonly budget?: string | undefined
  readonly compare?: string | undefined
  readonly policy?: string | undefined
  readonly seed: string
}

async function budgetsOf(
  { budget, compare, policy: path, seed }: BudgetArgs,
  usdPerGb: number,
): Promise<SimulationOptions[]> {
  const names = [...(budget === undefined ? [] : [budget]), ...(compare?.split(',').map((name) => name.trim()) ?? [])]
  if (names.length > MAX_BUDGETS)
    throw new UsageError(`--compare takes up to ${MAX_BUDGETS} budgets; got ${names.length}`)
  const common = {
    policy: path === undefined ? undefined : trusted(await readPolicyFile(path)),
    seed: wholeNumberOf('seed', seed, 0, 2 ** 31 - 1),
  }
  // Alone it thins to about the square root; a policy may have a budget of its own.
  if (names.length === 0)
    return [{ name: path === undefined ? 'no budget' : 'by the policy', budget: undefined, ...common }]
  return [...new Set(names)].map((name) => ({
    name,
    budget: budgetOf(name === budget ? 'budget' : 'compare', name, usdPerGb),
    ...common,
  }))
}

/** Returns how each record of a line would be decided now. */
function explain(line: string, race: Race, now: number): Explanation[] {
  const explanations: Explanation[] = []
  readLine(line, (found) => explanations.push(race.explain(found)), { now })
  return explanations
}
