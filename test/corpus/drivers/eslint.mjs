import { Linter } from 'eslint'
import { builtinRules } from 'eslint/use-at-your-own-risk'
import { failing, hex, integer, pick, times, word } from '../seeded-values.mjs'

const code = [
  () => `var ${word()} = ${integer(1, 9)}`,
  () => `${word()}(${word()}Id == ${integer(1, 9)})`,
  () => `let ${word()} = 1; { let ${word()} = 2 }`,
  () => `function ${word()}(a, b, c, d, e, ${word()}) { return arguments }`,
  () => `if (${word()} = ${integer(1, 9)}) {}`,
  () => `switch (${word()}) { case 1: ${word()}(); case 2: break }`,
  () => `class ${word()} { constructor() { } get ${word()}() { } }`,
  () => `const { ${word()}: renamed } = x; renamed = ${integer(10, 99)}`,
  () => `for (const ${word()}_id in ${word()}) { await ${word()}() }`,
  () => `try { ${word()}() } catch (${word()}) {}`,
  () =>
    `const ${word()} = function ${word()}() { ${word()}.then(() => { if (a) { if (b) { while (c) { for (;;) { d() } } } } }) }`,
  () => `const o = { ${word()}: 1, 'a': 2, a: ${integer(10, 99)} }`,
  () => `new ${word()}(); ${word()}.hasOwnProperty('x'); parseInt('${integer(1, 9)}')`,
  () => `if (x) { return ${word()} } else { return ${integer(1000, 9999)} }`,
  () => `label${integer(1, 9)}: while (true) { continue }`,
  () => `/[${word()}/; ${word()}`,
  () => `throw '${hex(4)}'; ${word()}()`,
  () => `import ${word()} from '${word()}'; import x from '${word()}'; import y from '${word()}'`,
]
const linter = new Linter()
const rules = Object.fromEntries([...builtinRules.keys()].map((rule) => [rule, 'error']))
await times(code.length * 6, (i) => {
  const messages = linter.verify(code[i % code.length](), { rules }, `src/${word()}.js`)
  // A rule has one template for each id of its messages.
  for (const { ruleId, messageId, message } of messages)
    if (ruleId && messageId) globalThis.corpus.record(message, `eslint/lib/rules/${ruleId}.js:${messageId}`)
})
await times(10, () => failing(() => linter.verify('x', { rules: { [pick(['quotes', 'semi', 'eqeqeq'])]: word() } })))
await times(10, () => failing(() => linter.verify('x', { rules: { [`${word()}-${word()}`]: 'error' } })))
await times(5, () => failing(() => linter.verify('x', { [word()]: 1 })))
