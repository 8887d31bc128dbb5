import { createDiag, type Diag } from '../../src/internal/diag.js'

/** A diag whose words can be read. */
export function recordingDiag(): { diag: Diag; said: string[] } {
  const said: string[] = []
  return { diag: createDiag((message) => said.push(message)), said }
}
