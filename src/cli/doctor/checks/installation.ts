import type { App } from '../app/app.js'
import type { Check, Finding } from '../finding.js'

/** The package itself: there, once, and also in production. */
export const installation: Check = {
  title: 'lipservice',
  run(app) {
    if (app.manifest === undefined) return { says: 'no package.json', findings: [noManifest(app)] }
    // Its own repository.
    if (app.manifest['name'] === 'lipservice') return { says: 'this is its own repository', findings: [] }
    const copies = app.installed('lipservice')
    const findings: Finding[] = []
    if (!app.dependsOn('lipservice') && copies.length === 0) findings.push(missing(app, 'is not in package.json'))
    else if (copies.length === 0) findings.push(missing(app, 'is in package.json and not in node_modules'))
    if (Object.hasOwn(app.devDependencies, 'lipservice') && !Object.hasOwn(app.dependencies, 'lipservice')) {
      findings.push({
        name: 'lipservice_only_for_development',
        what: 'lipservice is among the devDependencies: an install for production leaves it out',
        fix: 'move it to the dependencies',
        change: [`${app.install} lipservice`],
      })
    }
    if (new Set(copies.map(({ version }) => version)).size > 1) {
      findings.push({
        name: 'lipservice_copies',
        what: `there are several versions of lipservice: ${copies.map(({ version, folder }) => `${version} in ${folder}`).join(', ')}`,
        fix: 'have one version: the first that is configured decides for all',
        change: ['npm dedupe lipservice'],
      })
    }
    return { says: copies[0]?.version ?? 'not installed', findings }
  },
}

const noManifest = ({ folder }: App): Finding => ({
  name: 'package_json_missing',
  what: `${folder} has no package.json that can be read`,
  fix: 'name the folder of the app: lipservice doctor FOLDER',
})

const missing = (app: App, how: string): Finding => ({
  name: 'lipservice_not_installed',
  what: `lipservice ${how}`,
  fix: 'install it',
  change: [`${app.install} lipservice`],
})
