/** Fields that say what happened. */
const MESSAGE_FIELDS = ['message', 'msg'] as const

/** Returns the text in an object that says what happened; `undefined` if there is none. */
export function messageOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of MESSAGE_FIELDS) {
    const text = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (typeof text === 'string' && text !== '') return text
  }
  return undefined
}

/** As {@link messageOf}; the field is taken out of the object. */
export function takeMessage(fields: Record<string, unknown>): string | undefined {
  const text = messageOf(fields)
  const name = MESSAGE_FIELDS.find((field) => fields[field] === text)
  if (text !== undefined && name !== undefined) delete fields[name]
  return text
}
