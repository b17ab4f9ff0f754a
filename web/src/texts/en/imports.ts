const actionCount = (count: number) => (count === 1 ? '1 action' : `${count} actions`)

/** Bringing actions in: files, curl commands, OpenAPI documents, templates. */
export const imports = {
  menu: 'Import',
  fromFile: 'From a file',
  fromCurl: 'From a curl command',
  fromOpenApi: 'From an OpenAPI document',
  fromTemplate: 'From a template',
  exportAll: 'Export all actions',
  warnings: 'Worth knowing',
  openInEditor: 'Open in the editor',
  chooseFile: 'Choose a file',
  orDrop: 'or drop it here',
  chosen: (name: string) => `Chosen: ${name}`,
  file: {
    title: 'Import actions from a file',
    intro:
      'A JSON file that was exported here or from another guru: one action or several. It never holds the values of secrets.',
    notJson: 'This is not a JSON file. Choose one that was exported as actions.',
    unreadable: 'This file could not be read. Choose it again.',
  },
  plan: {
    conflict: 'When there is an action of the same name already',
    conflicts: {
      fail: 'Import nothing',
      replace: 'Replace it',
      skip: 'Leave it as it is',
    },
    startSchedules: 'Start the schedules that are on in the file',
    startSchedulesHint: 'Otherwise the actions are imported with their schedules switched off.',
    preview: 'What will happen',
    result: 'What was done',
    looking: 'Looking at the actions',
    name: 'Action',
    outcome: 'Outcome',
    outcomes: {
      created: 'New action',
      replaced: 'Replaced',
      unchanged: 'The same already',
      skipped: 'Left as it is',
    },
    state: 'Status',
    refused: 'Nothing can be imported as it is:',
    problemOf: (position: number, name: string | null) =>
      name ? `Action ${position}, “${name}”` : `Action ${position}`,
    submit: (count: number) => `Import ${actionCount(count)}`,
    nothing: 'Nothing to import',
    done: (count: number) =>
      count === 0 ? 'Nothing had to be imported.' : `Imported ${actionCount(count)}.`,
    finish: 'Done',
    back: 'Back',
  },
  curl: {
    title: 'Make an action of a curl command',
    intro:
      'Paste a command, such as from the documentation of a service. It becomes a draft in the editor: nothing is sent or saved before you do it. Keys in it become secrets, and their values are dropped.',
    command: 'Curl command',
    example: 'curl https://api.example.com/v1/orders/1042 -H "Authorization: Bearer …"',
    submit: 'Make a draft',
    done: (name: string) => `The draft “${name}” is ready.`,
  },
  openApi: {
    title: 'Make actions of an OpenAPI document',
    intro:
      'A service with an API often offers a description of it as an OpenAPI file, in JSON or YAML. Choose the file or paste its text; then pick what your assistant shall be able to do.',
    document: 'OpenAPI document',
    submit: 'Find operations',
    reading: 'Reading the document',
    search: 'Search operations',
    select: (name: string) => `Choose ${name}`,
    selectAll: 'Choose all that are shown',
    shown: (shown: number, all: number) =>
      shown === all ? `${all} operations` : `${shown} of ${all} operations shown. Search to see others.`,
    none: 'No operation fits the search.',
    chosen: (count: number, free: number) =>
      count > free
        ? `${actionCount(count)} chosen, and there is room for ${free}. Choose fewer.`
        : `${actionCount(count)} chosen, room for ${free}`,
    next: 'Next',
    another: 'Another document',
  },
  template: {
    title: 'Start from a template',
    intro: 'Ready-made actions for well-known services.',
    needs: 'Needs',
    needsNothing: 'Needs no keys.',
    isThere: 'is there already',
    optional: 'optional',
    use: 'Use this template',
    useOf: (title: string) => `Use this template: ${title}`,
    category: {
      payments: 'Payments',
      operations: 'Operations',
      product: 'Product',
      support: 'Support',
      shop: 'Shop',
    },
  },
}
