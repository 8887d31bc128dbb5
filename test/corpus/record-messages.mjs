// Preloaded into every driver: appends each logged text, with the source line that made it, to $CORPUS_RECORDS.
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { format, getCallSites, stripVTControlCharacters } from 'node:util'
import { labelOfError } from './error-label.mjs'
import { formatStringAt, labelOfFrames } from './source-line.mjs'

const records = process.env.CORPUS_RECORDS
let nested = 0

function record(message, template, formatString) {
  const text = stripVTControlCharacters(String(message)).trimEnd()
  if (text.trim() === '') return
  appendFileSync(records, `${JSON.stringify({ message: text, template, formatString })}\n`)
}

function recordHere(text, formatString) {
  record(text, labelOfFrames(getCallSites(60)), formatString)
}

const isFormat = (args) => typeof args[0] === 'string' && args.length > 1 && /%[sdifjoO]/.test(args[0])

for (const method of ['log', 'info', 'warn', 'error', 'debug']) {
  const original = console[method]
  console[method] = (...args) => {
    nested++
    try {
      if (nested === 1 && args.length === 1 && args[0] instanceof Error) record(args[0].message, labelOfError(args[0]))
      else if (nested === 1) recordHere(format(...args), isFormat(args) ? args[0] : undefined)
      return original.apply(console, args)
    } finally {
      nested--
    }
  }
}

// What util.debuglog puts before the text: the name of the section, the process id.
const debuglogPrefix = /^[A-Z0-9_:/-]+ \d+: /

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write
  stream.write = function (chunk, ...rest) {
    if (nested === 0) {
      nested++
      try {
        const frames = getCallSites(60)
        const debuglog = frames.findLastIndex((frame) => frame.scriptName === 'node:internal/util/debuglog')
        if (debuglog !== -1) {
          const caller = frames[debuglog + 1]
          const label = labelOfFrames(frames.slice(debuglog + 1), { core: true })
          record(String(chunk).replace(debuglogPrefix, ''), label, formatStringAt(caller))
        } else if (!frames.some((frame) => frame.scriptName.includes('/debug/src/'))) {
          record(String(chunk), labelOfFrames(frames))
        }
      } finally {
        nested--
      }
    }
    return write.call(this, chunk, ...rest)
  }
}

// npm's commands hand what they log to the process as events.
const emit = process.emit
process.emit = function (name, ...args) {
  if (name === 'log' && typeof args[0] === 'string' && !['pause', 'resume'].includes(args[0])) {
    const [, title, ...parts] = args
    const before = title && parts.length > 0 ? `${title} ` : ''
    const texts = parts.length > 0 ? parts : [title]
    recordHere(`${before}${format(...texts)}`, isFormat(texts) ? `${before}${texts[0]}` : undefined)
    // What is displayed of it is the same record again.
    nested++
    try {
      return emit.call(this, name, ...args)
    } finally {
      nested--
    }
  }
  return emit.call(this, name, ...args)
}

// debug rewrites its arguments before it writes them, so the raw format string is only to be had inside it.
registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith('/debug/src/common.js') || loaded.source == null) return loaded
    const source = String(loaded.source)
      .replace(/const self = debug;/, '$& const corpusFormat = args[0];')
      .replace(/createDebug\.formatArgs\.call\(self, args\);/, 'globalThis.corpus.debugged(args, corpusFormat); $&')
    return { ...loaded, source }
  },
})

// Libraries make ids of it.
let seed = 20_240_607
Math.random = () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

let pinoCall = []

/** What drivers use to hand in texts whose source line the hooks above cannot see. */
globalThis.corpus = {
  record,
  recordHere,
  error: (error) => record(error.message, labelOfError(error)),
  debugged(args, raw) {
    if (raw instanceof Error) record(raw.message, labelOfError(raw))
    else recordHere(format(...args), typeof raw === 'string' && /%[a-zA-Z]/.test(raw) ? raw : undefined)
  },
  /** Options for pino, or for Fastify's `logger`. */
  pino: {
    level: 'trace',
    hooks: {
      logMethod(args, method) {
        pinoCall = args
        method.apply(this, args)
      },
    },
    stream: {
      write(line) {
        const { msg } = JSON.parse(line)
        if (msg === undefined) return
        const error = pinoCall[0] instanceof Error ? pinoCall[0] : pinoCall[0]?.err
        const texts = typeof pinoCall[0] === 'string' ? pinoCall : pinoCall.slice(1)
        if (error instanceof Error && error.message === msg) record(msg, labelOfError(error))
        else recordHere(msg, isFormat(texts) ? texts[0] : undefined)
      },
    },
  },
}
