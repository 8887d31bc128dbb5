/** Makes garbage beside what it holds, and prints the most memory that garbage took, in MiB, with `--expose-gc`: `garbage.ts bound`, or `garbage.ts free`. */
import { setImmediate } from 'node:timers/promises'
import { boundGarbage } from '../../src/internal/garbage-bound.js'

const HELD = 200_000
const ROUNDS = 60
/** Of each round; those of some rounds live together, so that they leave the room for what is new. */
const OBJECTS = 20_000
const ALIVE_ROUNDS = 8

if (process.argv[2] === 'bound') boundGarbage()
const held = Array.from({ length: HELD }, (_, i) => ({ i, of: [i] }))
const alive: object[][] = []
let most = 0
for (let round = 0; round < ROUNDS; round++) {
  alive.push(Array.from({ length: OBJECTS }, (_, i) => ({ round, i, of: [i, round] })))
  if (alive.length > ALIVE_ROUNDS) alive.shift()
  most = Math.max(most, process.memoryUsage().heapTotal)
  await setImmediate()
}
globalThis.gc!()
const { heapUsed: live } = process.memoryUsage()
process.stdout.write(JSON.stringify({ held: held.length, mebibytes: Math.round((most - live) / 1024 / 1024) }))
