export interface Manifest {
  readonly name: string
  readonly version: string
  readonly repository?: { readonly url?: string }
}

export interface Release {
  /** The pushed tag, as `v1.2.3`. */
  readonly tag: string
  /** Where the workflow runs, as `owner/name`. */
  readonly repository: string
  readonly packages: readonly { readonly manifest: Manifest; readonly changelog: string }[]
  /** Files of `.changeset/` that no version has taken up. */
  readonly pendingChangesets: readonly string[]
}

/** Returns what stands against publishing the checked-out commit under a tag, one sentence each; nothing if it may go out. */
export function releaseProblems({ tag, repository, packages, pendingChangesets }: Release): string[] {
  const problems = packages.flatMap(({ manifest, changelog }) => [
    ...(tag === `v${manifest.version}` ? [] : [`the tag is ${tag}, but ${manifest.name} is ${manifest.version}`]),
    ...(changelog.split('\n').includes(`## ${manifest.version}`)
      ? []
      : [`the changelog of ${manifest.name} has no heading '## ${manifest.version}'`]),
    // npm refuses a statement of provenance from any other repository.
    ...(repositoryOf(manifest) === repository
      ? []
      : [`${manifest.name} is of the repository '${repositoryOf(manifest)}', not of '${repository}'`]),
  ])
  for (const file of pendingChangesets) problems.push(`.changeset/${file} is in no version: npm run version`)
  return problems
}

/** Returns the `owner/name` of a manifest's repository on GitHub; empty if it names none. */
function repositoryOf({ repository }: Manifest): string {
  return /github\.com\/([^/]+\/[^/]+?)(\.git)?$/.exec(repository?.url ?? '')?.[1] ?? ''
}
