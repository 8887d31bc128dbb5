/** How well words tell classes apart, on the labelled templates of the tests: `npm run bench:words`. */
import { classify, type PatternClass } from '../../../src/classes/classify.js'
import { scoreOf } from './score.js'
import { blindSet, bothPasses, kappaOf, wordSet } from './word-set.js'

const GROUPS: readonly (readonly PatternClass[])[] = [
  ['security', 'audit'],
  ['security'],
  ['audit'],
  ['business'],
  ['health_check'],
  ['debug'],
  ['unknown'],
]
const ROUNDS = 200

const set = wordSet()
const blind = blindSet()
console.log(`${set.length} templates; Cohen's κ of the two passes ${kappaOf(bothPasses()).toFixed(3)}`)
console.log('class               tuning: P, R           held out: P, R         first written: P, R')
for (const group of GROUPS) {
  const halves = [false, true].map((isHeldOut) => set.filter((one) => one.isHeldOut === isHeldOut))
  const shown = [...halves, blind].map((lines) => {
    const { right, found, wanted } = scoreOf(lines, group, classify)
    return `${right}/${found}, ${right}/${wanted}`.padEnd(22)
  })
  console.log(group.join(' + ').padEnd(19), ...shown)
}
const started = performance.now()
for (let round = 0; round < ROUNDS; round++) for (const { template, severity } of set) classify(template, severity)
console.log(`${(((performance.now() - started) * 1000) / ROUNDS / set.length).toFixed(1)} µs a template`)
