/** What a run has put out, and the files that it left. */
export const runOutput = {
  output: 'Output',
  stderr: 'Messages of the code (stderr)',
  asItCame: 'As it came',
  copy: (label: string) => `Copy: ${label}`,
  truncated: 'There was more than is kept: the middle of it is missing.',
  empty: 'Nothing.',
  artifacts: {
    title: 'Files',
    picture: (name: string) => `Picture ${name}`,
    notShown: 'This picture cannot be shown. It may not be kept any more.',
    save: (name: string) => `Save ${name}`,
  },
}
