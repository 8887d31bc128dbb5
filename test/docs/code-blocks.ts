import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { FREE_NAMES } from './free-names.js'
import { type Block, root, USER_PAGES } from './pages.js'

export const CODE_LANGUAGES = ['js', 'ts']

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

/** The blocks that are programs of their own. */
export const ownBlocks = codeBlocks.filter((block) => !isFromExample(block))

export interface Program {
  /** Where it is, ready to run. */
  readonly file: string
  /** What the type check has to say. Lines are those of the page. */
  readonly problems: readonly string[]
}

/** Programs by the names of their blocks. */
export type Programs = Readonly<Record<string, Program>>

export const nameOf = ({ page, line }: Block) => `${page}:${line}`

/** Writes each block into a folder as a program of its own, with the free names that it uses before it and the end of every block behind it. */
export function makePrograms(blocks: readonly Block[], folder: string): Programs {
  const fileOf = (block: Block) => join(folder, `${block.page.replaceAll('/', '-')}-${block.line}.ts`)
  for (const block of blocks) {
    // One line, so that the lines of the block keep their distance.
    const before = freeNamesOf(block).map((name) => `const ${name} = ${FREE_NAMES[name]!.replace(/\s+/g, ' ')};`)
    writeFileSync(fileOf(block), `${before.join(' ')}\n${block.code}export {}\n`)
  }
  const problemsOf = check(blocks.map(fileOf))
  return Object.fromEntries(
    blocks.map((block) => {
      const problems = problemsOf(fileOf(block)).map((problem) => `${block.page}:${lineIn(block, problem)}`)
      return [nameOf(block), { file: fileOf(block), problems }]
    }),
  )
}

/** The names that a block uses and does not declare anywhere, of those that are known. */
function freeNamesOf({ code }: Block): string[] {
  const used = new Set<string>()
  const declared = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent, text } = node
      if ('name' in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent)) {
        if (!ts.isPropertyAccessExpression(parent) && !ts.isPropertyAssignment(parent)) declared.add(text)
      } else used.add(text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('block.ts', code, ts.ScriptTarget.Latest, true))
  return Object.keys(FREE_NAMES).filter((name) => used.has(name) && !declared.has(name))
}

function lineIn({ line }: Block, { file, start, messageText }: ts.Diagnostic): string {
  const at = file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line - 1
  return `${line + at}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
}

function check(files: readonly string[]): (file: string) => readonly ts.Diagnostic[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root)
  // As users see the package: by the types that are published. Many blocks are JavaScript: their parameters have no types, and they know what is
  // in their lists.
  const loose = { ...options, paths: {}, noImplicitAny: false, noUncheckedIndexedAccess: false }
  const program = ts.createProgram(files, loose)
  return (file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file))
}
