import { open } from 'node:fs/promises'
import { defineCommand } from 'citty'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { InputError } from '../input/input-error.js'
import { askServer } from '../policy/ask-server.js'
import { askCallSites } from '../policy/call-sites.js'
import { checkDocument } from '../policy/check-document.js'
import { load, trusted } from '../policy/load-policy.js'
import { policyDiff } from '../policy/policy-diff.js'
import { changesText, policyText } from '../policy/policy-text.js'
import { readPolicyFile } from '../policy/read-policy-file.js'
import { cleanText } from '../terminal/clean-text.js'
import { type Style, styled } from '../terminal/screen.js'
import { wrapped } from '../terminal/wrapped.js'
import { SERVER } from './server-args.js'
import { JSON_OUTPUT, wholeNumberOf } from './shared-args.js'

type End = (code: ExitCode) => void

/** What a policy says, whether it is one, and what another says otherwise. */
export const policy = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'policy', description: 'Show, compare, check and fetch policies' },
    subCommands: {
      show: show(context, end),
      diff: diff(context, end),
      check: check(context, end),
      pull: pull(context, end),
    },
  })

const show = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'show', description: 'Say in words what a policy does' },
    args: {
      file: {
        type: 'positional',
        description: "A policy; without one, the server's",
        valueHint: 'FILE',
        required: false,
      },
      ...SERVER,
      patterns: { type: 'string', description: 'Patterns that are listed', default: '20', valueHint: 'N' },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const found = await load(context, args.file, args)
      const parsed = trusted(found)
      const patterns = wholeNumberOf('patterns', args.patterns, 0, 100_000)
      const { name, service } = found
      if (args.json) context.out.write(`${JSON.stringify(parsed)}\n`)
      else {
        const sites =
          service === undefined || patterns === 0 ? undefined : await askCallSites(context, args.url, service)
        context.out.write(policyText(name, parsed, context.out, patterns, sites))
      }
      end(EXIT.ok)
    },
  })

const diff = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'diff', description: 'Say in words what a policy says otherwise than another' },
    args: {
      before: { type: 'positional', description: 'A policy', valueHint: 'FILE', required: true },
      after: {
        type: 'positional',
        description: "Another; without one, the server's",
        valueHint: 'FILE',
        required: false,
      },
      ...SERVER,
      all: {
        type: 'boolean',
        description: 'Also what says nothing of records: version, time, reasoning',
        default: false,
      },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const before = trusted(await readPolicyFile(args.before))
      const after = trusted(await load(context, args.after, args))
      const changes = policyDiff(before, after, args.all)
      context.out.write(args.json ? `${JSON.stringify(changes)}\n` : changesText(changes, context.out))
      // As diff does.
      end(changes.length === 0 ? EXIT.ok : EXIT.failed)
    },
  })

const check = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'check', description: 'Check policies: each field, its range, and names that nobody reads' },
    args: {
      files: { type: 'positional', description: 'Policies', valueHint: 'FILE…', required: true },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const { out } = context
      const checked = []
      for (const file of args._) {
        const { name, document } = await readPolicyFile(file)
        const { version, refused, idle } = checkDocument(document)
        checked.push({ file: name, version, refused, idle })
        if (args.json) continue
        const shown = cleanText(name, 200, out.unicode)
        const say = (style: Style, text: string) => {
          for (const line of wrapped(`${shown}: ${cleanText(text, 1_000, out.unicode)}`, out, 0, 2))
            out.write(`${styled(out, style, line)}\n`)
        }
        for (const problem of refused) say('red', problem)
        for (const problem of idle) say('yellow', problem)
        if (refused.length + idle.length === 0) out.write(`${shown}: version ${version} is as it should be\n`)
      }
      if (args.json) out.write(`${JSON.stringify(checked)}\n`)
      end(checked.every(({ refused, idle }) => refused.length + idle.length === 0) ? EXIT.ok : EXIT.failed)
    },
  })

const pull = (context: CommandContext, end: End) =>
  defineCommand({
    meta: { name: 'pull', description: 'Fetch the policy of a service from its server' },
    args: {
      ...SERVER,
      out: { type: 'string', description: 'File to write (default: standard output)', valueHint: 'FILE' },
    },
    async run({ args }) {
      const found = await askServer(context, args)
      trusted(found)
      const text = `${JSON.stringify(found.document, undefined, 2)}\n`
      if (args.out === undefined) context.out.write(text)
      else {
        await writeSecretly(args.out, text).catch((error: NodeJS.ErrnoException) => {
          throw new InputError(`${args.out} cannot be written: ${error.code}`)
        })
        context.err.write(`${cleanText(args.out, 200)}: the policy of ${cleanText(found.service, 100)}\n`)
      }
      end(EXIT.ok)
    },
  })

/** It may have the key of the traces in it: nobody else reads it, although the file was there. */
async function writeSecretly(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    if ((await file.stat()).isFile()) await file.chmod(0o600)
    await file.writeFile(text)
  } finally {
    await file.close()
  }
}
