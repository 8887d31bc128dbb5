/**
 * Puts methods of ours on an object of the app. Returns a function that takes them off again: the object is then as it was before, but where
 * somebody has put one of theirs over ours.
 *
 * @throws TypeError when the object cannot be changed
 */
export function putMethods(target: object, methods: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(methods).map((name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const)
  const undo = () => {
    for (const [name, descriptor] of before) {
      if (Object.getOwnPropertyDescriptor(target, name)?.value !== methods[name]) continue
      if (descriptor === undefined) delete (target as Record<string, unknown>)[name]
      else Object.defineProperty(target, name, descriptor)
    }
  }
  try {
    for (const [name, value] of Object.entries(methods))
      Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false })
  } catch (error) {
    undo()
    throw error
  }
  return undo
}
