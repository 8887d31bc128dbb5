import { classRow, isWordClass } from 'lipservice/allocation'

/**
 * Returns whether a pattern is worth more by one class than by another. What is an error, or protected, is at the top: nothing raises it.
 *
 * @example
 * isRaise('unknown', 'audit') // → true
 * isRaise('security', 'audit') // → false
 */
export function isRaise(from: string, to: string): boolean {
  if (classRow(from).protection !== undefined || to === 'error') return false
  return isWordClass(to) || classRow(to).value > classRow(from).value
}
