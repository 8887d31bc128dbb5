/** Compiles `kernel/refining-key.ts` into `src/signature/kernel-code.ts`: `npm run build:kernel`. */
import { writeFileSync } from 'node:fs'
import { compileKernel, KERNEL_MODULE, moduleOf } from './compile.ts'

writeFileSync(KERNEL_MODULE, moduleOf(await compileKernel()))
