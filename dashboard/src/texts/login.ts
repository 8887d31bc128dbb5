/** Words of the login. */
export const login = {
  title: 'Log in',
  key: 'Key',
  keyHint: 'lsk_…',
  how: 'With a key that may read: the first one was printed when the server started. It is sent once and not kept here.',
  verb: 'Log in',
  link: 'No key at hand? On the machine of the server:',
  command: 'lipservice-server login-link',
  linkOver: 'This link was used already, or is older than five minutes. Log in with a key, or make a new link.',
  ended: 'You were logged out: the session is over.',
} as const
