import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Exchanged } from '../../../posthog/api/contract/posthog-api.js'
import { pathShape, shapeOf } from '../../../posthog/probe/shape.js'
import { InputError } from '../../input/input-error.js'

/** Writes what requests and answers are made of: types, and nothing that they say. */
export interface Recorder {
  observe(exchanged: Exchanged): void
  readonly files: number
  /** Why not all could be written. */
  readonly problem: string | undefined
}

/** @throws InputError if the folder cannot be made */
export function recorderTo(folder: string): Recorder {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new InputError(`${folder} cannot be made: ${(error as NodeJS.ErrnoException).code}`)
  }
  let files = 0
  let problem: string | undefined
  return {
    get problem() {
      return problem
    },
    get files() {
      return files
    },
    observe({ what, method, url, status, sent, text }) {
      files++
      const name = `${String(files).padStart(2, '0')}-${what.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}.json`
      const shape = {
        method,
        path: pathShape(url),
        status,
        request: sent === undefined ? null : shapeOf(sent),
        response: answerShape(text),
      }
      try {
        writeFileSync(path.join(folder, name), `${JSON.stringify(shape, undefined, 2)}\n`)
      } catch (error) {
        problem ??= `${folder} cannot be written: ${(error as NodeJS.ErrnoException).code}`
      }
    },
  }
}

function answerShape(text: string): unknown {
  if (text === '') return null
  try {
    return shapeOf(JSON.parse(text))
  } catch {
    return 'not JSON'
  }
}
