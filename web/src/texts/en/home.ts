export const home = {
  title: 'Create a guru',
  intro:
    'A guru is one assistant with its own actions, secrets and keys: one for a product, a team, or a customer.',
  name: 'Name',
  nameExample: 'Acme support',
  slug: 'Short name',
  slugHint: 'Part of addresses: small letters, digits and hyphens. It cannot be changed later.',
  description: 'Description',
  descriptionHint: 'What it is for. Optional.',
  submit: 'Create guru',
  back: 'Back',
}
