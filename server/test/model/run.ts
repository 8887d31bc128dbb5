import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { serveModel } from './serve-model.ts'
import { getSmallModel, type SmallModel } from './small-model.ts'

/**
 * `npm run test:model`, by hand: a real language model of 135 million parameters takes the exam of `lipservice-server llm exam`, and has to fail
 * it. It takes about half an hour on two quiet cores; `npm run test:model -- --lines 36` asks about a part of the lines.
 */
const SERVER = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const REQUEST_SECONDS = 600

async function takeExam({ weights, runtime }: SmallModel): Promise<string[]> {
  const served = await serveModel({ weights, runtime })
  const flags = [
    '--url',
    served.url,
    '--model',
    'smollm2-135m',
    '--timeout-seconds',
    String(REQUEST_SECONDS),
    ...process.argv.slice(2),
  ]
  const exam = spawn(process.execPath, [SERVER, 'llm', 'exam', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  exam.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  const [code] = (await once(exam, 'exit')) as [number | null]
  served.close()
  console.log(told)
  const outcomes = [...(/batches\s+(.*)$/m.exec(told)?.[1] ?? '').matchAll(/(\d+) ([a-z-]+)/g)]
  const many = (names: readonly string[]) => {
    return outcomes.filter(([, , name]) => names.includes(name!)).reduce((sum, [, n]) => sum + Number(n), 0)
  }
  const heard = many(['taken', 'canary', 'implausible'])
  return [
    ...(code === 1 ? [] : [`the exam ended with ${code}: a model that knows nothing has to fail it`]),
    ...(/prompt \d+: not passed\n {2}(?:less than|it (?:finds|takes|knows))/.test(told)
      ? []
      : ['it does not say what the model does not know']),
    // What fails as it cannot be reached, or is no JSON, shows nothing of the exam.
    ...(heard > 0 ? [] : ['not one answer was of the shape that was asked for: nothing was examined']),
  ]
}

const started = Date.now()
let model: SmallModel | undefined
try {
  model = await getSmallModel()
} catch (error) {
  console.log(`skipped: ${(error as Error).message}`)
}
if (model !== undefined) {
  const problems = await takeExam(model)
  for (const problem of problems) console.error(`failed: ${problem}`)
  console.log(`${Math.round((Date.now() - started) / 1_000)} s on ${availableParallelism()} cores`)
  process.exit(problems.length === 0 ? 0 : 1)
}
