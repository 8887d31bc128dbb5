/** Steps of a failed match whose regular expression may only begin at one place. */
const FAILED_STICKY_STEPS = 16

type Method = (this: unknown, ...args: never[]) => unknown
/** Returns the characters that a call has looked at, or written. */
type Steps = (self: unknown, args: readonly unknown[], result: unknown) => number

const length = (value: unknown) => (typeof value === 'string' ? value.length : 0)
const one: Steps = () => 1
const whole: Steps = (self) => length(self)
const written: Steps = (_, __, result) => length(result)
const needle: Steps = (_, [text]) => length(text)
const forward: Steps = (self, [text, from = 0], found) =>
  (typeof found === 'number' && found >= 0 ? found + length(text) : length(self)) - Math.max(0, Number(from))

const STRING_STEPS: Readonly<Record<string, Steps>> = {
  charCodeAt: one,
  codePointAt: one,
  charAt: one,
  at: one,
  startsWith: needle,
  endsWith: needle,
  indexOf: forward,
  includes: (self) => length(self),
  lastIndexOf: (self, [text], found) => length(self) - Math.max(0, Number(found)) + length(text),
  slice: written,
  substring: written,
  repeat: written,
  trim: whole,
  trimEnd: whole,
  trimStart: whole,
  toLowerCase: whole,
  toUpperCase: whole,
  toWellFormed: whole,
  isWellFormed: whole,
  normalize: whole,
  split: whole,
  replace: whole,
  replaceAll: whole,
  search: whole,
}

/** Of one that cannot begin at its place: little. Of others that match nothing: the rest of the text. */
const regExpSteps: Steps = (self, [text], result) => {
  const expression = self as RegExp
  if (result !== null) {
    const { index, 0: match } = result as RegExpExecArray
    return index + match.length
  }
  return expression.sticky ? FAILED_STICKY_STEPS : length(text)
}

/**
 * Returns how many characters of texts are looked at while `work` runs: what it costs, whatever the machine does meanwhile. Methods of strings and
 * regular expressions are counted by what they read or write; a character that is read by its index is not.
 */
export function stepsOf(work: () => unknown): number {
  let steps = 0
  const restore: (() => void)[] = []
  const count = (owner: object, name: string, of: Steps) => {
    const original = (owner as Record<string, Method>)[name]!
    restore.push(() => Object.defineProperty(owner, name, { value: original, writable: true, configurable: true }))
    const counted = function (this: unknown, ...args: never[]) {
      const from = this instanceof RegExp && (this.sticky || this.global) ? this.lastIndex : 0
      const result = Reflect.apply(original, this, args)
      steps += Math.max(1, of(this, args, result) - from)
      return result
    }
    Object.defineProperty(owner, name, { value: counted, writable: true, configurable: true })
  }
  for (const [name, of] of Object.entries(STRING_STEPS)) count(String.prototype, name, of)
  // `test` calls `exec` once that is not the built-in one.
  count(RegExp.prototype, 'exec', regExpSteps)
  count(Buffer, 'byteLength', (_, [text]) => length(text))
  try {
    work()
  } finally {
    for (const undo of restore.reverse()) undo()
  }
  return steps
}
