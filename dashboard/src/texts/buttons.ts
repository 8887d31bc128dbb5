/** Words of buttons that stand in many places. */
export const buttons = {
  undo: 'Undo',
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copied: (what: string) => `${what} copied`,
  notCopied: 'The browser lets nothing be copied here. Mark the text and copy it by hand.',
  /** Over a column of them. */
  column: 'Actions',
} as const
