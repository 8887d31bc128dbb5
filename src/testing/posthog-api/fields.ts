/** Says what is wrong with a value; `undefined`: nothing. */
export type Check = (value: unknown, path: string) => string | undefined

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const text: Check = (value, path) => (typeof value === 'string' ? undefined : `${path} must be a text`)
export const flag: Check = (value, path) => (typeof value === 'boolean' ? undefined : `${path} must be true or false`)
export const anything: Check = () => undefined
export const record: Check = (value, path) => (isObject(value) ? undefined : `${path} must be an object`)

export const textUpTo =
  (most: number): Check =>
  (value, path) =>
    text(value, path) ?? ((value as string).length > most ? `${path} may have ${most} characters at most` : undefined)

export const whole =
  (least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): Check =>
  (value, path) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? undefined
      : `${path} must be a whole number from ${least} to ${most}`

export const oneOf =
  (...values: readonly unknown[]): Check =>
  (value, path) =>
    values.includes(value) ? undefined : `${path} must be one of ${values.join(', ')}`

export const listOf =
  (item: Check, most = Number.POSITIVE_INFINITY): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return `${path} must be a list`
    if (value.length > most) return `${path} may have ${most} items at most`
    return value.map((one, i) => item(one, `${path}[${i}]`)).find((wrong) => wrong !== undefined)
  }

/** An object with these fields and no others; `!` behind a name: it has to be there. */
export const fields =
  (known: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (!isObject(value)) return `${path || 'the body'} must be an object`
    const at = (name: string) => (path === '' ? name : `${path}.${name}`)
    for (const name of Object.keys(known))
      if (name.endsWith('!') && value[name.slice(0, -1)] === undefined) return `${at(name.slice(0, -1))} is missing`
    for (const [name, one] of Object.entries(value)) {
      const check = known[name] ?? known[`${name}!`]
      if (check === undefined) return `${at(name)} is a field that PostHog does not know`
      const wrong = check(one, at(name))
      if (wrong !== undefined) return wrong
    }
    return undefined
  }
