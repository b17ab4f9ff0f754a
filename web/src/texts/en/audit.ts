export const audit = {
  title: 'Audit log',
  intro:
    'Who changed what, newest first. Nothing here can be changed or deleted. Values of secrets never appear.',
  scope: 'Of what',
  scopes: { guru: 'This guru', installation: 'Whole installation' },
  introAll:
    'What concerns no single guru: gurus that were made and deleted, sign-ins of the admin, networks that were locked out.',
  filterAction: 'What was done',
  filterActor: 'By whom',
  actorHint: 'Such as admin',
  all: 'Everything',
  columns: { at: 'When', actor: 'Who', action: 'What', subject: 'On', from: 'From', details: 'Details' },
  show: (what: string) => `Show what changed: ${what}`,
  before: 'Before',
  after: 'After',
  nothing: 'Nothing',
  details: 'What changed',
  request: 'Request',
  more: 'Show older ones',
  empty: {
    title: 'Nothing yet',
    text: 'Every change of an action, a secret, a key or a setting will be noted here.',
  },
  noneFound: { title: 'Nothing fits', text: 'No event fits these filters.' },
}
