import { describe, expect, it } from 'vitest'
import { type Release, releaseProblems } from '../../.ci/release-problems.ts'

const manifest = {
  name: 'lipservice',
  version: '1.2.3',
  repository: { url: 'git+https://github.com/someone/lipservice.git' },
}
const READY: Release = {
  tag: 'v1.2.3',
  repository: 'someone/lipservice',
  packages: [{ manifest, changelog: '# Changelog\n\n## 1.2.3\n\n- news\n\n## 1.2.2\n' }],
  pendingChangesets: [],
}

describe('a release', () => {
  it('may go out when tag, versions, changelogs and repository agree', () => {
    expect(releaseProblems(READY)).toEqual([])
  })

  it.each<[string, Partial<Release>, RegExp]>([
    ['under the tag of another version', { tag: 'v1.2.4' }, /^the tag is v1\.2\.4, but lipservice is 1\.2\.3$/],
    [
      'while its changelog says that it is unreleased',
      { packages: [{ manifest, changelog: '## 1.2.3 (unreleased)\n' }] },
      /changelog of lipservice has no heading '## 1\.2\.3'/,
    ],
    ['from another repository', { repository: 'fork/lipservice' }, /is of the repository 'someone\/lipservice'/],
    [
      'by a package that names no repository',
      { packages: [{ manifest: { name: 'lipservice', version: '1.2.3' }, changelog: '## 1.2.3' }] },
      /is of the repository ''/,
    ],
    [
      'before changesets have become a version',
      { pendingChangesets: ['brave-logs.md'] },
      /brave-logs\.md is in no version/,
    ],
  ])('may not go out %s', (_, change, problem) => {
    const problems = releaseProblems({ ...READY, ...change })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(problem)
  })
})
