import ts from 'typescript'
import { integer, name, pick, times, word } from '../seeded-values.mjs'

const type = () => word().replace(/^./, (letter) => letter.toUpperCase())
const wrong = [
  () => `${word()}${integer(1, 9)}()`,
  () => `const a: number = '${name()}'`,
  () => `const a: { ${word()}: string } = { ${word()}Id: 1 }`,
  () => `interface ${type()} { ${word()}: string; ${word()}Id: number }\nconst a: { x: 1 } = {}`,
  () => `const order = { id: 1 }; order.${word()}`,
  () => `const order = { ${word()}Id: 1 }; order.${word()}ID`,
  () => `import x from './${word()}.js'`,
  () => `import { ${word()} } from '${word()}-${word()}'`,
  () => `export const a = 1; import { ${word()} } from './main.js'`,
  () => `function f(a: string) {} f(${integer(1, 99)})`,
  () => `function f(a: string, b: number) {} f('a'${pick(['', ", 1, 'x'"])})`,
  () => `let a: ${type()}`,
  () => `function ${word()}(a) { return a }`,
  () => `function ${word()}(): string { }`,
  () => `const a = null as null | { b: 1 }; a.b`,
  () => `const ${word()} = 1; const ${word()}2 = 1; ${word()}x = 2`,
  () => `const total = ${integer(1, 99)}; total = 2`,
  () => `let ${word()}: string; let x${integer(1, 9)} = 1; let x1 = 2; let x1 = 3`,
  () => `class ${type()} implements ${type()} {}`,
  () => `interface A { ${word()}(): void } class ${type()} implements A {}`,
  () => `class A { private ${word()} = 1; private secret = 1 } new A().secret`,
  () => `abstract class ${type()} { } ; abstract class B {} new B()`,
  () => `enum E { A } const a: E.${type()} = 1`,
  () => `if (1 === '${word()}') {}`,
  () => `'${word()}' * ${integer(1, 9)}`,
  () => `await ${word()}(`,
  () => `const a = {`,
  () => `function ${word()}( { }`,
  () => `const x: Array<${type()}, number> = []`,
  () => `let a: Map<string> = new Map()`,
  () => `for (const a of ${integer(1, 99)}) {}`,
  () => `type A = { a: 1 }; const k: keyof A = '${word()}'`,
  () => `declare const u: 'a' | 'b'; u === '${word()}'`,
  () => `declare const u: string | number; u.${pick(['trim', 'toFixed', 'split'])}()`,
  () => `declare const u: unknown; u.${word()}`,
  () => `declare const f: (a: number) => string; const g: (a: string) => number = f`,
  () => `async function f(): ${pick(['number', 'string'])} {}`,
  () => `const {${word()}, a} = { a: 1 }`,
  () => `const [a, b, c] = [1, ${integer(2, 9)}] as const; a`,
  () => `class A { ${word()}: string }`,
  () => `class A { a() {} } class B extends A { override ${word()}() {} }`,
  () => `let n = ${integer(1, 9)}; n()`,
  () => `new (${integer(1, 9)})()`,
  () => `const a: string = undefined`,
  () => `function f(${word()}: string, ${word()}?: string, z: number) {}`,
  () => `return ${integer(1, 9)}`,
  () => `const o = { ${['a', 'b', 'id'].join(': 1, ')}: 1, id: ${integer(1, 9)} }`,
  () => `export { ${word()} }`,
  () => `const t = ${integer(1, 99)} as string`,
  () => `// @ts-expect-error\nconst ${word()} = 1`,
  () => `function used(${word()}: number) { const ${word()}Value = 1 }`,
]
const files = new Map()
await times(wrong.length * 4, (i) =>
  files.set(`/srv/app/src/${word()}/${word()}-${i}.ts`, `${wrong[i % wrong.length]()}\n`),
)
files.set('/srv/app/src/main.js', 'export {}')
const options = {
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitOverride: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
}
const host = ts.createCompilerHost(options)
const read = host.getSourceFile
host.getSourceFile = (file, ...rest) =>
  files.has(file) ? ts.createSourceFile(file, files.get(file), options.target) : read(file, ...rest)
const exists = host.fileExists
host.fileExists = (file) => files.has(file) || exists(file)
host.getCurrentDirectory = () => '/srv/app'
const program = ts.createProgram(
  [...files.keys()].filter((file) => file.endsWith('.ts')),
  options,
  host,
)
// A diagnostic's code is its template's key in TypeScript's diagnosticMessages.json.
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  globalThis.corpus.record(ts.formatDiagnostic(diagnostic, host), `typescript/TS${diagnostic.code}`)
}
