import { readFileSync } from 'node:fs'
import asc from 'assemblyscript/asc'
import { characterTables } from './characters.ts'

/** Where the compiled kernel stands in the package. */
export const KERNEL_MODULE = new URL('../src/signature/kernel-code.ts', import.meta.url)

const SOURCE = 'refining-key.ts'
const TABLES = 'tables.ts'
/** The tables stand behind what is remembered. */
const MEMORY = '--initialMemory 2 --memoryBase 71680'
const OPTIONS = `-Oz --converge --noAssert --runtime stub --enable simd ${MEMORY} --outFile kernel.wasm`

/** Returns the kernel, compiled. @throws Error with what the compiler says */
export async function compileKernel(): Promise<Uint8Array> {
  let code: Uint8Array | undefined
  const { error, stderr } = await asc.main([SOURCE, ...OPTIONS.split(' ')], {
    readFile: (name) =>
      name === SOURCE
        ? readFileSync(new URL(SOURCE, import.meta.url), 'utf8')
        : name === TABLES
          ? tablesModule()
          : null,
    writeFile(_name, contents) {
      code = contents as Uint8Array
    },
    listFiles: () => [],
  })
  if (error !== null || code === undefined) throw new Error(`the kernel does not compile: ${stderr.toString()}`)
  return code
}

function tablesModule(): string {
  return Object.entries(characterTables())
    .map(([name, bytes]) => `export const ${name}: usize = memory.data<u8>([${bytes.join()}], 16)`)
    .join('\n')
}

/** Returns the source of the module that holds it: in hex, since packages are compressed, and that makes less of it than of base64. */
export function moduleOf(code: Uint8Array): string {
  const text = Buffer.from(code).toString('hex')
  return [
    '// Made by `npm run build:kernel` from kernel/refining-key.ts.',
    'export const KERNEL_CODE =',
    `  '${text}'`,
    '',
  ].join('\n')
}
