/**
 * What it costs to sign a message, as ratios to a bare loop over its characters:
 * `node --expose-gc bench/signature/run.ts [--json] [--gate]`, after a build.
 */
import { type Measured, print } from '../harness.ts'
import { measureSignature, measureSigning } from './by-length.ts'
import { measureConstants } from './constant.ts'
import { gatesOf, nanosOf, passes } from './gates.ts'
import { foreignMessagesOf, messagesOf } from './messages.ts'
import { measureRetained } from './retained.ts'
import { sink } from './sink.ts'

const LENGTHS = [20, 50, 100, 200, 256, 1_000, 10_000, 200_000]
const LONG = LENGTHS.filter((length) => length >= 256)
const TEXTS = 64

const asJson = process.argv.includes('--json')
const isGate = process.argv.includes('--gate')
const characters = (length: number) => `${length.toLocaleString('en')} characters`

interface Table {
  readonly title: string
  readonly measured: readonly Measured[]
}

function show(title: string, measured: Measured[]): Table {
  if (!asJson) print(title, measured)
  return { title, measured }
}

function showPerCharacter(byLength: ReadonlyMap<number, Table>): void {
  const cells = (values: readonly string[]) => values.map((value) => value.padStart(9)).join('')
  console.log(`\n${'ns per character'.padEnd(60)}${cells(LONG.map((length) => length.toLocaleString('en')))}`)
  const names = new Set(LONG.flatMap((length) => byLength.get(length)!.measured.map(({ name }) => name)))
  for (const name of names) {
    const values = LONG.map((length) => {
      const found = byLength.get(length)!.measured.find((measured) => measured.name === name)
      return found === undefined ? '–' : (found.nanos / length).toPrecision(3)
    })
    console.log(`  ${name.padEnd(58)}${cells(values)}`)
  }
}

const byLength = new Map<number, Table>()
for (const length of LENGTHS) {
  byLength.set(length, show(characters(length), await measureSigning(messagesOf(length, TEXTS))))
}
const foreign = show('100 characters, not ASCII', await measureSigning(foreignMessagesOf(100, TEXTS)))
if (!asJson) showPerCharacter(byLength)

const sets = LONG.map((length) => ({ name: characters(length), texts: messagesOf(length, TEXTS) }))
const flatness = show('signatureOf, the same messages cut later and later', await measureSignature(sets))
const constants = show('a constant format string', await measureConstants())

const retained = measureRetained()
if (!asJson) console.log(`\nretained by 1,000,000 calls with 1,000 messages: ${retained.toFixed(3)} bytes per call`)

const gates = gatesOf({
  at100: byLength.get(100)!.measured,
  at256: nanosOf(flatness.measured, characters(256)),
  at200000: nanosOf(flatness.measured, characters(200_000)),
  retainedPerCall: retained,
  constants: constants.measured,
})
if (asJson) {
  const tables = [...byLength.values(), foreign, flatness, constants]
  console.log(
    JSON.stringify({ tables, retained, gates: gates.map((gate) => ({ ...gate, passes: passes(gate) })) }, null, 2),
  )
} else {
  console.log('\ngates')
  for (const gate of gates) {
    const { name, value, holds, limit } = gate
    console.log(
      `  ${passes(gate) ? 'passes' : 'FAILS '}  ${name.padEnd(50)} ${value.toFixed(2).padStart(7)}, ${holds} ${limit}`,
    )
  }
}
if (isGate && !gates.every(passes)) process.exitCode = 1
if (sink.value === -1) console.log(sink.value)
