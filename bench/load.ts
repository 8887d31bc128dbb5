/** What loading the package costs beside `@opentelemetry/sdk-logs` alone, in fresh processes: part of `npm run bench`. */
import { execFileSync } from 'node:child_process'
import { median } from './harness.ts'

const ROUNDS = 21
const GOAL = 1
/** What it may not get worse than. */
const BOUND = 1.2
const MODULES = ['@opentelemetry/sdk-logs', 'lipservice', 'lipservice/pino', 'lipservice/winston', 'lipservice/console']
const script = (name: string) =>
  `const start = process.hrtime.bigint(); await import(${JSON.stringify(name)}); console.log(Number(process.hrtime.bigint() - start) / 1e6)`

const millis = MODULES.map(() => [] as number[])
for (let round = 0; round < ROUNDS; round++) {
  for (const [i, name] of MODULES.entries()) {
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script(name)], { encoding: 'utf8' })
    millis[i]!.push(Number(output))
  }
}
const medians = millis.map(median)
console.log('\nloading, in a fresh process')
for (const [i, name] of MODULES.entries()) {
  console.log(
    `  ${name.padEnd(28)} ${medians[i]!.toFixed(1).padStart(6)} ms  ${(medians[i]! / medians[0]!).toFixed(2)}×`,
  )
}
const ratio = medians[1]! / medians[0]!
console.log(`  ${ratio <= GOAL ? 'met' : 'MISSED'}: lipservice ${ratio.toFixed(2)}× (goal ${GOAL}×, gate ${BOUND}×)`)
if (process.argv.includes('--gate') && ratio > BOUND) process.exitCode = 1
