import { nativeTemplates } from './native-templates.mjs'
import { placeOf } from './source-line.mjs'
import { errorWrappers } from './wrappers.mjs'

const frame = /^\s+at (?:(?:async |new )*(.*?) \()?((?:file:\/\/|node:|\/)[^()]*?):(\d+):(\d+)\)?$/

function framesOf(error) {
  const lines = String(error.stack).split('\n')
  return lines.flatMap((line) => {
    const parts = frame.exec(line)
    return parts === null ? [] : [{ name: parts[1] ?? '', script: parts[2], line: parts[3], column: parts[4] }]
  })
}

/** The label of the line that made an error: where it was constructed, or what made it outside JavaScript. */
export function labelOfError(error) {
  if (error.file !== undefined && error.routine !== undefined)
    return `postgres/${error.file}:${error.line}:${error.routine}`
  const failed = error.validation?.[0]?.keyword
  if (failed !== undefined) return `ajv/${failed}`
  // Libraries put their own code, or none, on errors that they hand on.
  const failedCall = /^(connect|getaddrinfo|open|spawn)\b.*? (E[A-Z]+)\b|^(E[A-Z]+): .*?, (open)\b/.exec(error.message)
  if (failedCall !== null) return `node:${failedCall[1] ?? failedCall[4]} ${failedCall[2] ?? failedCall[3]}`
  if (error.name === 'CastError') return 'mongoose/lib/error/cast.js'
  const native = nativeTemplates.find(({ pattern }) => pattern.test(error.message))
  if (native !== undefined) return native.label
  if (error.syscall !== undefined && error.errno !== undefined)
    return `node:${error.syscall.split(' ')[0]} ${error.code}`
  for (const { name, script, line, column } of framesOf(error)) {
    if (script.startsWith('node:')) {
      // An error with a code was made by the core for its caller's mistake; one without was only thrown through it.
      if (error.code !== undefined) return `${script}:${line}:${column} ${error.code}`
      continue
    }
    const place = placeOf(script)
    if (place === undefined) continue
    if (errorWrappers.some((wrapper) => wrapper.file.test(place) && (wrapper.function?.test(name) ?? true))) continue
    // A driver's line only made the mistake. What made the text stays unknown, so it is left out.
    return place.startsWith('drivers/') && !/\bnew \w*Error$/.test(name) ? undefined : `${place}:${line}:${column}`
  }
  return undefined
}
