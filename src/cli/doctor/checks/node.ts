import { isBelow } from '../app/versions.js'
import type { Check, Finding } from '../finding.js'

const MIN_NODE = '20.19.0'
const PINS = ['.nvmrc', '.node-version']

/** Node.js, and the version that the app asks for. */
export const node: Check = {
  title: 'Node.js',
  run({ machine, read }) {
    const findings: Finding[] = []
    if (isBelow(machine.nodeVersion, MIN_NODE)) {
      findings.push({
        name: 'node_too_old',
        what: `Node.js ${machine.nodeVersion} is too old`,
        fix: `use Node.js ${MIN_NODE} or later`,
        change: ['nvm install --lts && nvm use --lts'],
      })
    }
    for (const file of PINS) {
      const pinned = read(file)?.trim() ?? ''
      // `lts/*` and the like are no number; `20` is the newest 20.
      const isMajor = /^v?\d+$/.test(pinned)
      if (!/^v?\d/.test(pinned) || !isBelow(pinned, isMajor ? '20' : MIN_NODE)) continue
      findings.push({
        name: 'node_pinned_too_old',
        what: `${file} asks for Node.js ${pinned.slice(0, 20)}, which is too old`,
        fix: `ask for Node.js ${MIN_NODE} or later in ${file}`,
        change: [`echo 24 > ${file}`],
      })
    }
    return { says: machine.nodeVersion, findings }
  },
}
