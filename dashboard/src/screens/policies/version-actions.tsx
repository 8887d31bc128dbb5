import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { ActionDialog } from '../../actions/action-dialog.js'
import { perform, type Undo } from '../../actions/perform.js'
import { answerOf, api } from '../../api/client.js'
import { plainText } from '../../format/plain-text.js'
import { duration } from '../../format/times.js'
import { openDialog } from '../../parts/dialogs.js'
import { settings } from '../../state/session.js'
import { policyTexts as texts } from '../../texts/policies.js'
import { isOnItsWay } from './fold-versions.js'
import type { WholeVersion } from './whole-version.js'

interface VersionActionsProps {
  readonly service: string
  readonly of: WholeVersion
  /** In force. */
  readonly current: number | undefined
}

const rollBack = (service: string, version: number, reason: string) =>
  answerOf(
    api.POST('/api/v1/policies/{service}/rollback', { params: { path: { service } }, body: { version, reason } }),
  )

/** Rejects or promotes what is on its way; brings back what was in force. */
export function VersionActions({ service, of, current }: VersionActionsProps): JSX.Element | null {
  const { version } = of
  const path = { service }
  /** What was in force comes back, as a new version. */
  const undo: Undo | undefined =
    current === undefined
      ? undefined
      : { what: texts.promotion(current), run: () => rollBack(service, current, texts.undoReason) }

  if (isOnItsWay(of))
    return (
      <>
        <ActionButton
          may="operate"
          look="small danger"
          onClick={() =>
            openDialog((close) => (
              <ActionDialog
                title={texts.rejectTitle(version)}
                verb={texts.reject}
                danger
                hint={texts.rejectHint}
                onClose={close}
                onSubmit={({ reason }) =>
                  perform(
                    () =>
                      answerOf(
                        api.POST('/api/v1/policies/{service}/reject', { params: { path }, body: { version, reason } }),
                      ),
                    texts.rejected(version),
                  )
                }
              >
                <p class="dim">{texts.rejectWhat}</p>
              </ActionDialog>
            ))
          }
        >
          {texts.reject}…
        </ActionButton>
        <ActionButton
          may="operate"
          look="small primary"
          icon="up"
          onClick={() =>
            openDialog((close) => (
              <ActionDialog
                title={texts.promoteTitle(version)}
                verb={texts.promote}
                hint={texts.promoteHint}
                onClose={close}
                onSubmit={({ reason }) =>
                  perform(
                    () =>
                      answerOf(
                        api.POST('/api/v1/policies/{service}/promote', { params: { path }, body: { version, reason } }),
                      ),
                    texts.promoted(version),
                    undo,
                  )
                }
              >
                <p class="dim">{texts.promoteWhat(duration(settings.value?.watch_seconds ?? 0))}</p>
              </ActionDialog>
            ))
          }
        >
          {texts.promote}…
        </ActionButton>
      </>
    )
  if (version === current || !of.stages.some(({ stage }) => stage === 'active')) return null
  return (
    <ActionButton
      may="operate"
      look="small"
      icon="undo"
      onClick={() =>
        openDialog((close) => (
          <ActionDialog
            title={texts.rollBackTitle(version, plainText(service))}
            verb={texts.rollBack}
            hint={texts.rollBackHint}
            onClose={close}
            onSubmit={({ reason }) =>
              perform(() => rollBack(service, version, reason), texts.rolledBack(version), undo)
            }
          >
            <p class="dim">{texts.rollBackWhat}</p>
          </ActionDialog>
        ))
      }
    >
      {texts.rollBack}…
    </ActionButton>
  )
}
