import type { Model } from '../llm/model.js'
import { askBatch, type BatchResult } from './ask-batch.js'
import { batchesOf, type Random } from './batches.js'
import { EXAM_LINES, type ExamLine } from './exam-lines.js'
import { type Meaning, protects, type Verdict } from './meaning.js'
import { PROMPT_VERSION } from './prompt.js'

const MIN_PRECISION = 0.8
const MIN_RECALL = 0.7
const MIN_CANARIES = 0.98

export interface ExamResult {
  readonly model: string
  readonly promptVersion: number
  readonly lines: number
  /** On which both passes agree, and are sure. */
  readonly agreed: number
  /** Of what it says protects (security, audit), the part that does; `undefined`: it says so of nothing. */
  readonly precision: number | undefined
  /** Of what protects, the part that it finds. */
  readonly recall: number
  /** Lines that protect, or are business, and that it takes for health checks. */
  readonly hidden: number
  /** Part of the canaries that it knows. */
  readonly canaries: number
  /** Batches by what became of them. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly tokensIn: number
  readonly tokensOut: number
  /** What it fails by; empty: it has passed. */
  readonly failures: readonly string[]
}

/** Asks a model twice about the bundled lines, each time among other neighbours, and says how well it does. */
export async function takeExam(
  model: Pick<Model, 'name' | 'ask'>,
  random: Random,
  onBatch: (done: number, all: number) => void = () => {},
  lines: readonly ExamLine[] = EXAM_LINES,
): Promise<ExamResult> {
  const results: BatchResult<ExamLine>[] = []
  const passes: Map<ExamLine, Verdict>[] = []
  const group = ({ meaning }: ExamLine) => Number(protects(meaning))
  const batches = [batchesOf(lines, random, group), batchesOf(lines, random, group)]
  for (const pass of batches) {
    const verdicts = new Map<ExamLine, Verdict>()
    for (const batch of pass) {
      const result = await askBatch(model, batch)
      results.push(result)
      for (const [line, verdict] of result.verdicts) verdicts.set(line, verdict)
      onBatch(results.length, batches.flat().length)
    }
    passes.push(verdicts)
  }
  const said = new Map(lines.flatMap((line) => agreedOf(line, passes).map((meaning) => [line, meaning] as const)))
  return resultOf(model.name, lines, said, results)
}

/** Returns what both passes say of a line, if they are sure of the same. */
function agreedOf(line: ExamLine, passes: readonly ReadonlyMap<ExamLine, Verdict>[]): Meaning[] {
  const [a, b] = passes.map((pass) => pass.get(line))
  return a !== undefined && b !== undefined && a.sure && b.sure && a.meaning === b.meaning ? [a.meaning] : []
}

function resultOf(
  model: string,
  lines: readonly ExamLine[],
  said: ReadonlyMap<ExamLine, Meaning>,
  results: readonly BatchResult<ExamLine>[],
): ExamResult {
  const found = [...said].filter(([, meaning]) => protects(meaning))
  const right = found.filter(([line]) => protects(line.meaning)).length
  const precision = found.length === 0 ? undefined : right / found.length
  const recall = right / lines.filter(({ meaning }) => protects(meaning)).length
  const hidden = [...said].filter(
    ([line, meaning]) => meaning === 'health_check' && (protects(line.meaning) || line.meaning === 'business'),
  ).length
  const sum = (of: (result: BatchResult<ExamLine>) => number) => results.reduce((all, one) => all + of(one), 0)
  const asked = sum((one) => one.canaries)
  const canaries = asked === 0 ? 0 : sum((one) => one.canariesRight) / asked
  const outcomes: Record<string, number> = {}
  for (const { outcome } of results) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  const failures = [
    ...((precision ?? 0) < MIN_PRECISION ? [`less than ${MIN_PRECISION} of what it says protects does`] : []),
    ...(recall < MIN_RECALL ? [`it finds less than ${MIN_RECALL} of what protects`] : []),
    ...(hidden > 0 ? ['it takes lines that protect, or business, for health checks'] : []),
    ...(canaries < MIN_CANARIES ? [`it knows less than ${MIN_CANARIES} of the canaries`] : []),
  ]
  const tokens = { tokensIn: sum((one) => one.tokensIn), tokensOut: sum((one) => one.tokensOut) }
  const scores = { agreed: said.size, precision, recall, hidden, canaries, outcomes, failures }
  return { model, promptVersion: PROMPT_VERSION, lines: lines.length, ...scores, ...tokens }
}
