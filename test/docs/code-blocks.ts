import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { FREE_NAMES } from './free-names.js'
import { type Block, root, USER_PAGES } from './pages.js'

export const CODE_LANGUAGES = ['js', 'ts']

/** Cannot find name; the same with a suggestion; no value for a shorthand property. */
const UNKNOWN_NAME = new Set([2304, 2552, 18004])

export const codeBlocks: readonly Block[] = USER_PAGES.flatMap(({ blocks }) => blocks).filter(({ language }) =>
  CODE_LANGUAGES.includes(language),
)

const examples = readdirSync(join(root, 'examples'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(root, 'examples', name), 'utf8'))

/** Whether a block is a piece of an example, which is run by itself. */
export function isFromExample({ code }: Block): boolean {
  return examples.some((example) => example.includes(code))
}

export interface Program {
  /** Where it is, ready to run. */
  readonly file: string
  /** What the type check has to say. Lines are those of the page. */
  readonly problems: readonly string[]
}

/** Writes each block as a program of its own, with the free names that it uses before it and the end of every block behind it. */
export function makePrograms(blocks: readonly Block[]): ReadonlyMap<Block, Program> {
  mkdirSync(join(root, '.tmp'), { recursive: true })
  const folder = mkdtempSync(join(root, '.tmp', 'docs-'))
  const fileOf = (block: Block) => join(folder, `${block.page.replaceAll('/', '-')}-${block.line}.ts`)
  const write = (block: Block, names: readonly string[]) => {
    // One line, so that the lines of the block keep their distance.
    const before = names.map((name) => `const ${name} = ${FREE_NAMES[name]!.replace(/\s+/g, ' ')};`).join(' ')
    writeFileSync(fileOf(block), `${before}\n${block.code}export {}\n`)
  }
  for (const block of blocks) write(block, [])
  const first = check(blocks.map(fileOf))
  for (const block of blocks) {
    const unknown = first.problems(fileOf(block)).filter(({ code }) => UNKNOWN_NAME.has(code))
    const names = unknown.map(({ messageText }) => /'(\w+)'/.exec(String(messageText))![1]!)
    const known = [...new Set(names)].filter((name) => Object.hasOwn(FREE_NAMES, name))
    if (known.length > 0) write(block, known)
  }
  const second = check(blocks.map(fileOf), first.program)
  return new Map(
    blocks.map((block) => {
      const problems = second.problems(fileOf(block)).map((problem) => `${block.page}:${lineIn(block, problem)}`)
      return [block, { file: fileOf(block), problems }]
    }),
  )
}

function lineIn({ line }: Block, { file, start, messageText }: ts.Diagnostic): string {
  const at = file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line - 1
  return `${line + at}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
}

function check(files: readonly string[], before?: ts.Program) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root)
  // Many blocks are JavaScript: their parameters have no types, and they know what is in their lists.
  const loose = { ...options, noImplicitAny: false, noUncheckedIndexedAccess: false }
  const program = ts.createProgram(files, loose, undefined, before)
  return {
    program,
    problems: (file: string) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)),
  }
}
