// One contestant in a process of its own: `node child.mjs NAME URL RATE WARM_SECONDS SECONDS`. It prints one line of JSON.
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'

const [, , name, url, rateText, warmText, secondsText] = process.argv
const [rate, warmSeconds, seconds] = [rateText, warmText, secondsText].map(Number)
const TICK_MILLIS = 10

let seed = 42
function random() {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}
const TEMPLATES = 60
const shares = []
for (let k = 0; k < TEMPLATES; k++) shares.push((shares.at(-1) ?? 0) + 1 / (k + 1) ** 1.1)
const NOUNS = 'request customer cache order payment session job query mail worker token shard'.split(' ')
const VERBS = 'completed loaded refreshed placed retried'.split(' ')
let n = 0
function message() {
  const at = random() * shares.at(-1)
  const k = shares.findIndex((share) => share >= at)
  n++
  return `${NOUNS[k % 12]} ${n} for customer ${n % 977} from 10.0.${n % 7}.${n % 250} ${VERBS[k % 5]} in ${n % 83} ms, cache hit`
}
const attributes = () => ({ method: 'GET', route: '/items/:id', status: 200, cached: true, durationMs: (n % 97) / 2 })

let gcMillis = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) gcMillis += entry.duration
}).observe({ entryTypes: ['gc'] })

const { open } = await import(`./contestants/${name}.mjs`)
const { log, end } = await open({ url, rate })

/** As many records every 10 ms as there would be by then. */
function phase(length) {
  return new Promise((resolve) => {
    const start = performance.now()
    let count = 0
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - start) / 1000) * rate)
      for (; count < due && count < length * rate; count++) log(message(), attributes())
      if (count < length * rate) return
      clearInterval(timer)
      resolve()
    }, TICK_MILLIS)
  })
}

const cpuMicros = ({ user, system }) => user + system
if (warmSeconds > 0) await phase(warmSeconds)
const before = warmSeconds > 0 ? process.cpuUsage() : { user: 0, system: 0 }
const gcBefore = warmSeconds > 0 ? gcMillis : 0
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
await phase(seconds)
delay.disable()
const cpu = process.cpuUsage(before)
const rss = process.memoryUsage.rss()
const gc = gcMillis - gcBefore
await end()
const whole = process.cpuUsage(before)
console.log(
  JSON.stringify({
    records: seconds * rate,
    cpuMillis: cpuMicros(cpu) / 1000,
    withEndMillis: cpuMicros(whole) / 1000,
    gcMillis: gc,
    rssMiB: rss / 2 ** 20,
    delayP99Millis: delay.percentile(99) / 1e6,
  }),
)
process.exit(0)
