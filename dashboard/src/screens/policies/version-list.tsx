import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { count } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { Card } from '../../parts/card.js'
import { Icon } from '../../parts/icon.js'
import { Chip } from '../../parts/marks.js'
import { OlderButton } from '../../parts/older-button.js'
import { useWho } from '../../parts/who.js'
import { linkTo } from '../../shell/pages.js'
import type { Pages } from '../../state/pages.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { policyTexts as texts } from '../../texts/policies.js'
import { foldVersions, inForce, reasonsOf, type Version, withoutSignatures } from './fold-versions.js'
import { StageChip } from './stage-chip.js'

interface VersionListProps {
  readonly service: string
  readonly versions: Pages<Version>
  readonly chosen: number | undefined
}

const SHOWN_REASONS = 2

/** Plans, and what people did; adjustments between them are folded. */
export function VersionList({ service, versions, chosen }: VersionListProps): JSX.Element {
  const [set, setOpen] = useState<ReadonlyMap<number, boolean>>(new Map())
  const list = versions.list.value
  const current = inForce(list)
  const line = (version: Version): JSX.Element => (
    <VersionLine
      key={version.version}
      service={service}
      of={version}
      isChosen={version.version === chosen}
      isInForce={version === current}
    />
  )
  return (
    <div class="col">
      <Card title={texts.versions}>
        <div class="flush vlist">
          {foldVersions(list).map((row) => {
            if (row.kind === 'version') return line(row.version)
            // What it begins with stays when newer ones come on top.
            const key = row.versions.at(-1)!.version
            const isOpen = set.get(key) ?? row.versions.some(({ version }) => version === chosen)
            return [
              <Fold
                key={`fold ${key}`}
                versions={row.versions}
                isOpen={isOpen}
                onToggle={() => setOpen(new Map(set).set(key, !isOpen))}
              />,
              ...(isOpen ? row.versions.map(line) : []),
            ]
          })}
          {versions.hasOlder.value && (
            <div class="body">
              <OlderButton label={texts.older} more={versions.more} />
            </div>
          )}
        </div>
      </Card>
    </div>
  )
}

interface VersionLineProps {
  readonly service: string
  readonly of: Version
  readonly isChosen: boolean
  readonly isInForce: boolean
}

function VersionLine({ service, of: version, isChosen, isInForce }: VersionLineProps): JSX.Element {
  const { name, isPerson } = useWho()(version.created_by)
  return (
    <a class="ver" href={linkTo.version(service, version.version)} aria-current={isChosen ? 'true' : undefined}>
      <span class="vn">{texts.versionOf(version.version)}</span>
      <span class="chips">
        <span>{texts.kinds[version.kind]}</span>
        <StageChip of={version} isInForce={isInForce} quiet />
        {isPerson && <Chip tone="person">{name}</Chip>}
      </span>
      <span class="vw num">{when(version.created_at, zone.value, serverNow())}</span>
      <span class="vr">
        <bdi>{plainText(withoutSignatures(version.stage_reason, texts.patterns))}</bdi>
      </span>
    </a>
  )
}

interface FoldProps {
  readonly versions: readonly Version[]
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function Fold({ versions, isOpen, onToggle }: FoldProps): JSX.Element {
  const title = texts.folded(count(versions.length), versions.at(-1)!.version, versions[0]!.version)
  const reasons = reasonsOf(versions)
    .slice(0, SHOWN_REASONS)
    .map(([reason, many]) => texts.foldedReason(reason, many))
  return (
    <button type="button" class={isOpen ? 'vgroup open' : 'vgroup'} aria-expanded={isOpen} onClick={onToggle}>
      <Icon name="chev" size={14} />
      <span>
        {title}: {plainText(reasons.join(', '))}
      </span>
    </button>
  )
}
