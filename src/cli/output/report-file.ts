import { access, constants, open, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { InputError } from '../input/input-error.js'
import { REPORT_TITLE } from './page/whole-page.js'

const HEAD_BYTES = 2_048

/** A report that is written once all is read. */
export interface ReportFile {
  /** @throws InputError where it cannot be written */
  write(page: string): Promise<void>
}

/** Looks whether a report can be written, before hours of reading. @throws InputError where it cannot be, or is a file of another kind: it may be the log itself */
export async function createReportFile(file: string): Promise<ReportFile> {
  const failed = (error: NodeJS.ErrnoException): never => {
    throw new InputError(`${file} cannot be written: ${error.code ?? error.message}`)
  }
  const there = await stat(file).catch(() => undefined)
  if (there === undefined) await access(path.dirname(file), constants.W_OK).catch(failed)
  else {
    await access(file, constants.W_OK).catch(failed)
    if (there.isFile() && there.size > 0 && !(await isReport(file)))
      throw new InputError(`${file} is there already and is no report; name a new file`)
  }
  return { write: (page) => writeFile(file, page).catch(failed) }
}

async function isReport(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead).includes(`<title>${REPORT_TITLE}</title>`)
  } finally {
    await handle.close()
  }
}
