/**
 * Builds the page into `server/dist/dashboard`: hashed names, brotli and gzip beside each file. `index.html` names the
 * files of the first screen, and the style of what comes later; everything else is loaded by them.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build, type Metafile, type Plugin } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const out = fileURLToPath(new URL('../server/dist/dashboard', import.meta.url))

/**
 * What comes later comes to a page whose first screen is there: it says so by importing it. All of the first screen is one file by that,
 * and not one for each set of screens that share a part of it; one file is smaller, compressed.
 */
const afterFirstScreen: Plugin = {
  name: 'after-first-screen',
  setup({ onResolve, onLoad, resolve }) {
    const later = new Set<string>()
    onResolve({ filter: /^\./ }, async ({ kind, path, resolveDir, importer, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'found') return undefined
      const found = await resolve(path, { kind, resolveDir, importer, pluginData: 'found' })
      later.add(found.path)
      return found
    })
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      if (!later.has(path)) return undefined
      const text = await readFile(path, 'utf8')
      return { contents: `${text}\nimport ${JSON.stringify(join(here, 'src/main.tsx'))}\n`, loader: 'tsx' }
    })
  },
}

await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
const { outputFiles, metafile } = await build({
  absWorkingDir: here,
  entryPoints: { app: 'src/main.tsx', style: 'src/style/index.css', later: 'src/style/later.css' },
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['chrome123', 'firefox120', 'safari17.5'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  legalComments: 'none',
  plugins: [afterFirstScreen],
  metafile: true,
  write: false,
})

const page = await readFile(join(here, 'src/index.html'), 'utf8')
const [script, style, later] = ['src/main.tsx', 'src/style/index.css', 'src/style/later.css'].map((entry) =>
  outputOf(metafile, entry),
)
const preloads = importsOf(metafile, script!).map(
  (path) => `<link rel="modulepreload" href="/assets/${basename(path)}">`,
)
const html = page
  .replace(
    '<!-- style -->',
    `<link rel="stylesheet" href="/assets/${basename(style!)}">
<meta name="later-style" content="/assets/${basename(later!)}">`,
  )
  .replace(
    '<!-- script -->',
    [...preloads, `<script type="module" src="/assets/${basename(script!)}"></script>`].join('\n'),
  )

const files = new Map<string, Uint8Array>(outputFiles.map(({ path, contents }) => [relative(out, path), contents]))
files.set('index.html', Buffer.from(html))
await Promise.all([...files].map(([name, contents]) => save(join(out, name), contents)))

function outputOf({ outputs }: Metafile, entry: string): string {
  const [path] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry) ?? []
  if (path === undefined) throw new Error(`nothing was built of ${entry}`)
  return path
}

/** What a file needs before it runs. */
function importsOf({ outputs }: Metafile, path: string): string[] {
  const found = (outputs[path]?.imports ?? []).filter(({ kind }) => kind === 'import-statement').map((one) => one.path)
  return [...new Set(found.flatMap((one) => [one, ...importsOf({ outputs } as Metafile, one)]))]
}

async function save(path: string, contents: Uint8Array): Promise<void> {
  const [zipped, brotli] = await Promise.all([
    promisify(gzip)(contents, { level: 9 }),
    promisify(brotliCompress)(contents, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: contents.length } }),
  ])
  await Promise.all([writeFile(path, contents), writeFile(`${path}.gz`, zipped), writeFile(`${path}.br`, brotli)])
}
