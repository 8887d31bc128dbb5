import ts from 'typescript'

/** What is nobody's of ours: it is read, and its own faults are not looked for. */
const FOREIGN = /\/node_modules\/(typescript\/lib|@types\/node|undici-types)\//
const libraries = new Map<string, ts.SourceFile | undefined>()

/** Type-checks files of a folder as `tsc --strict` does, with the types of all packages that they reach. Answers what is wrong. */
export function problemsOf(
  folder: string,
  files: readonly string[],
  resolution: ts.CompilerOptions,
): readonly string[] {
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
    ...resolution,
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getCurrentDirectory = () => folder
  host.getSourceFile = (name, ...rest) => {
    if (!/\/typescript\/lib\//.test(name)) return getSourceFile(name, ...rest)
    if (!libraries.has(name)) libraries.set(name, getSourceFile(name, ...rest))
    return libraries.get(name)
  }
  const program = ts.createProgram(
    files.map((file) => `${folder}/${file}`),
    options,
    host,
  )
  const checked = program.getSourceFiles().filter(({ fileName }) => !FOREIGN.test(fileName))
  return [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...checked.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ].map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
}
