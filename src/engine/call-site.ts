const MAX_CHARACTERS = 200
const MAX_FRAMES = 40
/** A pattern of which no call site was found at first sight is looked at again once in so many records; a power of two. */
const EVERY = 1_024
/** A stack takes some dozen microseconds: a flood of new patterns takes few of them. */
const MAX_A_SECOND = 20
const SECOND_MILLIS = 1_000
/** `at work (/app/src/a.ts:12:3)`, `at file:///app/a.js:1:2`, `at async C:\app\a.js:1:2`. */
const FRAME = /^\s*at (?:.*?\()?((?:file:\/\/)?(?:[A-Za-z]:)?[^()]*?):(\d+):\d+\)?$/
const NOT_OF_THE_APP = /^node:|[\\/]node_modules[\\/]|^<anonymous>|^evalmachine|^\[/

/** What has a call site, once it is known. */
interface Sited {
  readonly seen: number
  callSite: string | undefined
}

export interface CallSites {
  /** Looks where a record was logged, if nothing is known of its pattern. Called within the log call; never throws. */
  see(pattern: Sited, now: number): void
}

/** @param root folder of the app: call sites are relative to it */
export function createCallSites(root: string): CallSites {
  const own = ownCode()
  let second = Number.NEGATIVE_INFINITY
  let taken = 0
  return {
    see(pattern, now) {
      if (pattern.callSite !== undefined || pattern.seen % EVERY !== 0) return
      if (now - second >= SECOND_MILLIS) {
        second = now
        taken = 0
      }
      if (++taken > MAX_A_SECOND) return
      pattern.callSite = callSiteIn(stackOf(), root, own)
    },
  }
}

/**
 * Returns the innermost frame of a stack that is of the app, as `file:line` without any folder above the app's; `undefined`: there is
 * none, as where a logger writes later.
 */
export function callSiteIn(stack: string, root: string, own: string): string | undefined {
  const inside = withSlashes(root).replace(/\/$/, '')
  for (const line of stack.split('\n').slice(1)) {
    const [, place, number] = FRAME.exec(line) ?? []
    if (place === undefined || NOT_OF_THE_APP.test(place)) continue
    const path = withSlashes(place)
    if (own !== '' && path.startsWith(own)) continue
    // Above the app's folder no name is the app's: of what is linked from there the file alone is told.
    const file = path.startsWith(`${inside}/`) ? path.slice(inside.length + 1) : path.slice(path.lastIndexOf('/') + 1)
    return `${file.replace(/[?#].*$/, '').slice(-MAX_CHARACTERS)}:${number}`
  }
  return undefined
}

function withSlashes(path: string): string {
  return decoded(path.replace(/^file:\/\//, '').replace(/^\/(?=[A-Za-z]:)/, '')).replaceAll('\\', '/')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Node.js takes source maps into account by itself, where it has them. */
function stackOf(): string {
  const limit = Error.stackTraceLimit
  try {
    Error.stackTraceLimit = MAX_FRAMES
    const { stack } = new Error()
    return typeof stack === 'string' ? stack : ''
  } catch {
    return ''
  } finally {
    try {
      Error.stackTraceLimit = limit
    } catch {
      // An app may have frozen it: then it is as it was.
    }
  }
}

/**
 * Returns where this package's own code lies: its folder, or the one file that an app was bundled into, of which no line is the app's for
 * certain.
 */
function ownCode(): string {
  const [, place = ''] = FRAME.exec(stackOf().split('\n')[1] ?? '') ?? []
  const path = withSlashes(place)
  const [folder] = /^.*\/src\/(?=engine\/call-site\.ts$)|^.*\/lipservice[^/]*\/dist\//.exec(path) ?? []
  return folder ?? path
}
