import type { ShownSimulation } from '../shown-simulation.js'

export function reportPage(_: ShownSimulation): string {
  return ''
}
