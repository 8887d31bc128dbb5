import { defineCommand } from 'citty'
import { createAnalysis } from '../analysis/analysis.js'
import { monthlyOf } from '../analysis/monthly.js'
import type { CommandContext, ExitCode } from '../command/command-context.js'
import { openSources } from '../input/open-sources.js'
import { analysisJson } from '../output/analysis-json.js'
import { analysisText } from '../output/analysis-text.js'
import { countSources } from '../parallel/count-sources.js'
import { startThreads, threadsOfMachine } from '../parallel/threads.js'
import { createProgress } from '../terminal/progress.js'
import { endOfReading } from './end-of-reading.js'
import { FILES, JSON_OUTPUT, numberOf, PRICE, wholeNumberOf } from './shared-args.js'

const MAX_THREADS = 64

export const analyze = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'analyze', description: 'Show which patterns a log consists of, and what they cost' },
    args: {
      ...FILES,
      ...PRICE,
      top: { type: 'string', description: 'Patterns that are shown', default: '20', valueHint: 'N' },
      examples: { type: 'boolean', description: 'Show a record of each pattern, secrets masked', default: false },
      raw: { type: 'boolean', description: 'With --examples: secrets as they are', default: false },
      advice: { type: 'boolean', description: 'Say what can be mended where it is logged', default: false },
      threads: {
        type: 'string',
        description: 'Threads that read a large file; as many as there are processors, at most 3',
        valueHint: 'N',
      },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const usdPerGb = numberOf('price', args.price, 0, 1_000)
      const top = wholeNumberOf('top', args.top, 1, 100_000)
      const threads =
        args.threads === undefined ? threadsOfMachine() : wholeNumberOf('threads', args.threads, 1, MAX_THREADS)
      const sources = await openSources(args._, context.stdin)
      const { examples } = args
      const analysis = createAnalysis({ examples })
      const progress = createProgress(context.err, context.clock.monotonic)
      const now = context.clock.now()
      const counts = await countSources(sources, analysis, { progress, stop: context.stop, now, examples }, () =>
        startThreads(threads, { now, examples }),
      )
      const result = analysis.result()
      const shown = {
        result,
        counts,
        files: sources.map(({ name }) => name),
        monthly: monthlyOf(result.span, usdPerGb),
        usdPerGb,
        top,
        examples,
        raw: args.raw,
        advice: args.advice,
      }
      context.out.write(args.json ? `${JSON.stringify(analysisJson(shown))}\n` : analysisText(shown, context.out))
      end(endOfReading(sources, counts.interrupted, context))
    },
  })
