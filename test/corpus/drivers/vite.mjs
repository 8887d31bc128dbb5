process.env.NO_COLOR = '1'
const { build, createServer, createLogger } = await import('vite')

import { mkdirSync, writeFileSync } from 'node:fs'
import { failing, hex, integer, pick, times, word } from '../seeded-values.mjs'

const root = `${process.cwd()}/site`
mkdirSync(`${root}/src`, { recursive: true })
writeFileSync(`${root}/index.html`, '<script type="module" src="/src/main.js"></script>')
const modules = []
await times(25, (i) => {
  modules.push(`${word()}-${i}`)
  writeFileSync(`${root}/src/${word()}-${i}.css`, `.${word()} { color: red }`)
  writeFileSync(
    `${root}/src/${modules.at(-1)}.js`,
    i === 0 ? 'export default 1' : `import x from './${modules[i - 1]}.js'\nexport default x + ${integer(1, 99)}`,
  )
})
await times(8, (i) =>
  writeFileSync(
    `${root}/src/broken-${i}.js`,
    pick([
      () => `import './${word()}.js'`,
      () => `import '${word()}-${hex(3)}'`,
      () => `const ${word()} = {`,
      () => `let a; let a`,
    ])(),
  ),
)
writeFileSync(`${root}/src/main.js`, `import x from './${modules.at(-1)}.js'\nconsole.log(x)`)
const server = await createServer({
  root,
  configFile: false,
  customLogger: createLogger('info'),
  server: { port: 0, hmr: { port: integer(20_000, 30_000) } },
})
await server.listen(integer(20_000, 30_000))
server.printUrls()
const url = `http://127.0.0.1:${server.httpServer.address().port}`
for (const module of modules) await server.transformRequest(`/src/${module}.js`)
for (const target of ['/', '/src/main.js', ...modules.map((module) => `/src/${module}.js?t=${integer(1, 999)}`)])
  await fetch(url + target).then((response) => response.text())
await times(8, (i) => failing(() => server.transformRequest(`/src/broken-${i}.js`)))
await times(15, () => fetch(`${url}/${word()}/${word()}.js`).then((response) => response.text()))
await times(10, async () => {
  writeFileSync(`${root}/src/${pick(modules)}.js`, `export default ${integer(1, 999)}`)
  await new Promise((resolve) => setTimeout(resolve, 60))
})
await server.restart()
await server.close()
await times(4, (i) =>
  failing(() =>
    build({
      root,
      configFile: false,
      build: { minify: false, rollupOptions: { input: `${root}/src/${i < 3 ? `broken-${i}` : 'main'}.js` } },
    }),
  ),
)
await failing(() => build({ root, configFile: false }))
process.exit(0)
