import { processMarks } from './process-marks.js'

const { taken } = processMarks()

/**
 * Returns what `make` returns for a logger, a transport or a console of the app in a role, made when it is asked for first; whichever
 * build or copy of the package asks.
 */
export function takenOnce<T>(
  target: object,
  role: string,
  make: () => T,
): { readonly value: T; readonly isNew: boolean } {
  const roles = taken.get(target) ?? new Map<string, unknown>()
  if (roles.has(role)) return { value: roles.get(role) as T, isNew: false }
  const value = make()
  roles.set(role, value)
  taken.set(target, roles)
  return { value, isNew: true }
}
