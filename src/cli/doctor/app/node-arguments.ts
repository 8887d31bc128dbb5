/** A file or package that Node.js loads before the app. */
export interface Preload {
  readonly kind: 'import' | 'require'
  readonly target: string
  /** Who says so: `NODE_OPTIONS` or a script of package.json. */
  readonly from: string
  /** It stands behind the app's file, so that the app gets it as an argument of its own. */
  readonly isBehindScript: boolean
}

/** What a command line says to Node.js. */
export interface NodeArguments {
  readonly preloads: readonly Preload[]
  readonly envFiles: readonly string[]
  /** The file that is run. */
  readonly script: string | undefined
}

const PRELOADS: Readonly<Record<string, Preload['kind']>> = {
  '--import': 'import',
  '--require': 'require',
  '-r': 'require',
}
const ENV_FILES = new Set(['--env-file', '--env-file-if-exists'])
const WITH_VALUE = new Set(['--loader', '--experimental-loader', '-C', '--conditions', '--title', '--input-type'])

/** Reads options of Node.js out of words. @param from who says them */
export function readNodeArguments(words: readonly string[], from: string): NodeArguments {
  const preloads: Preload[] = []
  const envFiles: string[] = []
  let script: string | undefined
  for (let i = 0; i < words.length; i++) {
    const [name = '', attached] = split(words[i]!)
    const value = () => attached ?? words[++i]
    const kind = PRELOADS[name]
    if (kind !== undefined) {
      const target = value()
      if (target !== undefined) preloads.push({ kind, target, from, isBehindScript: script !== undefined })
    } else if (script !== undefined) continue
    else if (ENV_FILES.has(name)) {
      const file = value()
      if (file !== undefined) envFiles.push(file)
    } else if (WITH_VALUE.has(name)) value()
    else if (!name.startsWith('-') && name !== 'watch' && name !== 'run') script = name
  }
  return { preloads, envFiles, script }
}

function split(word: string): [string, string | undefined] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}
