import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { wrappers } from './wrappers.mjs'

const here = dirname(fileURLToPath(import.meta.url))

/** A path relative to the package it belongs to, or `undefined` for node's core and this folder's own hooks. */
export function placeOf(script) {
  const path = script.startsWith('file:') ? fileURLToPath(script) : script
  if (path === '' || path.startsWith('node:') || path.startsWith('evalmachine')) return undefined
  const packages = path.lastIndexOf('node_modules/')
  if (packages !== -1) return path.slice(packages + 'node_modules/'.length)
  if (path.startsWith(join(here, 'drivers/'))) return path.slice(here.length + 1)
  return undefined
}

const isWrapper = (place, name, line) =>
  wrappers.some(
    (wrapper) =>
      wrapper.file.test(place) &&
      (wrapper.function?.test(name) ?? true) &&
      (wrapper.line === undefined || wrapper.line === line),
  )

/** The label of the first frame that made the text, not only handed it on. With `core`, node's own source counts too. */
export function labelOfFrames(frames, { core = false } = {}) {
  for (const { scriptName, lineNumber, columnNumber, functionName } of frames) {
    const place = placeOf(scriptName) ?? (core && scriptName.startsWith('node:') ? scriptName : undefined)
    if (place !== undefined && !isWrapper(place, functionName, lineNumber))
      return `${place}:${lineNumber}:${columnNumber}`
  }
  return undefined
}

function sourceOf(script) {
  if (script.startsWith('node:')) return process.binding('natives')[script.slice('node:'.length)] ?? ''
  return readFileSync(script.startsWith('file:') ? fileURLToPath(script) : script, 'utf8')
}

const literal = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`
const firstArgument = new RegExp(String.raw`^[\w.]+\(\s*(${literal}(?:\s*\+\s*${literal})*)\s*,`)

/** The format string that is written in the source at a call site: node's debuglog does not hand it on. */
export function formatStringAt({ scriptName, lineNumber, columnNumber }) {
  const lines = sourceOf(scriptName)
    .split('\n')
    .slice(lineNumber - 1, lineNumber + 8)
  if (lines.length === 0) return undefined
  const call = firstArgument.exec(lines.join('\n').slice(columnNumber - 1))
  if (call === null) return undefined
  const text = call[1]
    .match(new RegExp(literal, 'g'))
    .map((part) => part.slice(1, -1))
    .join('')
  return /%[sdifjoO]/.test(text) ? text : undefined
}
