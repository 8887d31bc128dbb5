import { describe, expect, it } from 'vitest'
import { findOrphans } from '../../../src/delivery/spool/orphans.js'
import { formatSegmentName } from '../../../src/delivery/spool/segment-name.js'
import type { OwnerState, SpoolOwner } from '../../../src/delivery/spool/spool-owner.js'
import { SimulatedFiles } from '../../support/simulated-files.js'

const OWN = '/spool/0000000000000000'
const OTHER = '/spool/1111111111111111'
const ME: SpoolOwner = { host: '00000000', pid: 1, start: '11111111', thread: 0 }
const STRANGER: SpoolOwner = { ...ME, host: 'ffffffff', pid: 7 }

/** `parent` lists folders, which simulated files have none of. */
class Folders extends SimulatedFiles {
  override async list(directory: string, isWanted: (name: string) => boolean): Promise<string[]> {
    if (directory !== '/spool') return super.list(directory, isWanted)
    return ['0000000000000000', '1111111111111111', 'something-else'].filter(isWanted)
  }
}

function leave(files: SimulatedFiles, directory: string, owner: SpoolOwner, serial = 0): void {
  files.create(`${directory}/${formatSegmentName({ owner, created: 1_700_000_000_000, serial, salt: 1 })}`)
}

const look = (files: SimulatedFiles, state: OwnerState, epochMillis = 0) =>
  findOrphans({
    directory: OWN,
    parent: '/spool',
    files,
    owners: { own: ME, stateOf: () => state },
    epochMillis: () => epochMillis,
  })

describe('errors that nobody sends', () => {
  it('are none where nothing is left', async () => {
    expect(await look(new Folders(), 'gone')).toMatchObject({ ofOthers: { files: 0 }, ofOtherHosts: 0 })
  })

  it('are those of another service whose writers are dead', async () => {
    const files = new Folders()
    leave(files, OTHER, STRANGER, 0)
    leave(files, OTHER, STRANGER, 1)
    expect(await look(files, 'gone')).toEqual({
      ofOthers: { files: 2, service: 'another service or backend' },
      ofOtherHosts: 0,
    })
    expect((await look(files, 'alive')).ofOthers.files).toBe(0)
  })

  it('are those of a host that cannot be asked once they have not been touched for 5 minutes', async () => {
    const files = new Folders()
    leave(files, OTHER, STRANGER)
    expect((await look(files, 'unknown', 60_000)).ofOthers.files).toBe(0)
    expect((await look(files, 'unknown', 6 * 60_000)).ofOthers.files).toBe(1)
  })

  it('are not yet those of another host in the same spool', async () => {
    const files = new Folders()
    leave(files, OWN, STRANGER)
    leave(files, OWN, ME)
    expect((await look(files, 'unknown')).ofOtherHosts).toBe(1)
  })
})
