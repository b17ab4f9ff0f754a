export const signIn = {
  title: 'Sign in',
  intro: 'With the admin key, which the start of Errand has printed, or with a key that an admin gave you.',
  key: 'Key',
  submit: 'Sign in',
  linkUsed: 'This sign-in link has been used already or is too old. Sign in with a key instead.',
  withLink: 'Signing in with the link',
}
