import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { root } from './pages.js'

/** Its members are the words of JSON Schema. */
const IN_WORDS_OF_OTHERS = new Set(['FieldSchema'])
/** In docstrings a function "returns", and a response is one. */
const WRONG_START = /^(Gives|Give|Tells|Tell|Answers|Answer|Hands on)\b/

interface PublicName {
  readonly name: string
  readonly text: string
}

const text = (symbol: ts.Symbol, checker: ts.TypeChecker) =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker))

/** What users import, and what it has: names with their docstrings. */
function publicNames(): readonly PublicName[] {
  const files = Object.keys(manifest.exports)
    .filter((path) => !path.endsWith('.json'))
    .map((path) => join(root, 'src', `${path === '.' ? 'index' : path.slice(2)}.ts`))
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram(files, options)
  const checker = program.getTypeChecker()
  const names = new Map<ts.Symbol, PublicName>()

  function add(symbol: ts.Symbol, name: string, from = symbol): void {
    names.set(symbol, { name, text: text(from, checker) })
  }

  for (const file of files) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)
    // `register` exports nothing.
    for (const exported of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      add(symbol, exported.name, listOf(symbol, checker))
      if (IN_WORDS_OF_OTHERS.has(exported.name)) continue
      for (const member of symbol.members?.values() ?? [])
        if (isPublic(member)) add(member, `${exported.name}.${member.name}`)
    }
  }
  return [...names.values()]
}

/** Of `type X = (typeof LIST)[number]` the list, which says what is in it. */
function listOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  const [declaration] = symbol.declarations ?? []
  if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) return symbol
  const { type } = declaration
  if (!ts.isIndexedAccessTypeNode(type) || text(symbol, checker) !== '') return symbol
  const query = ts.isParenthesizedTypeNode(type.objectType) ? type.objectType.type : type.objectType
  return ts.isTypeQueryNode(query) ? (checker.getSymbolAtLocation(query.exprName) ?? symbol) : symbol
}

/** Names with `_` are of Node.js's superclasses, or TypeScript's own: the constructor, whose class is documented. */
function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
  if (/^[_#]/.test(name) || name === 'prototype') return false
  return declarations.every((one) => !(ts.getCombinedModifierFlags(one) & ts.ModifierFlags.Private))
}

describe('what users import', () => {
  const names = publicNames()

  it('is documented, name by name and member by member', () => {
    expect(names.length).toBeGreaterThan(300)
    expect(names.filter((one) => one.text === '').map(({ name }) => name)).toEqual([])
  })

  it('is documented in the words of the field', () => {
    expect(names.filter((one) => WRONG_START.test(one.text)).map(({ name }) => name)).toEqual([])
  })
})
