/** The history: its list, filters, chart and export. */
export const runs = {
  title: 'History',
  count: (shown: number, open: number) =>
    open > 0
      ? `${open} under way. New runs appear by themselves.`
      : shown > 0
        ? 'New runs appear by themselves.'
        : '',
  older: 'These are older runs. New ones appear on the first page.',
  table: {
    caption: 'Runs, those under way first, then the latest',
    status: 'Status',
    action: 'Action',
    why: 'Question or trigger',
    started: 'Started',
    duration: 'Duration',
    soFar: (time: string) => `${time} so far`,
    unnamed: 'Unnamed action',
    question: (text: string) => `“${text}”`,
  },
  /** What started a run that no question asked for. */
  trigger: {
    question: 'By a question',
    manual: 'By hand',
    schedule: 'By its schedule',
    test: 'As a test',
    mcp: 'By a program, over MCP',
  },
  filters: {
    title: 'Filter runs',
    action: 'Action',
    anyAction: 'Any action',
    deletedAction: 'Deleted action',
    noSuchAction: 'No action of that name',
    trigger: 'Started by',
    anyTrigger: 'Anything',
    status: 'Status',
    anyStatus: 'Any status',
    from: 'From',
    to: 'To',
    clear: 'Clear filters',
  },
  paging: {
    label: 'Pages of the history',
    page: (number: number) => `Page ${number}`,
    first: 'Latest runs',
    newer: 'Newer',
    older: 'Older',
  },
  empty: {
    title: 'Nothing has run yet',
    text: 'Each time an action runs, because somebody asked, by its schedule or by hand, you find here what it did and what came out.',
    ask: 'Ask a question',
    actions: 'Go to actions',
    endTitle: 'There are no older runs',
    endText: 'This is the end of the history.',
    filteredTitle: 'No run matches these filters',
    filteredText: 'Widen the dates, or clear the filters to see all runs.',
  },
  export: {
    button: 'Export',
    csv: 'Spreadsheet (CSV)',
    json: 'JSON, one run in each line',
    progress: (count: number) => `${count.toLocaleString('en')} runs so far`,
    done: (count: number) => (count === 1 ? '1 run exported' : `${count.toLocaleString('en')} runs exported`),
    failed: 'The export broke off. Nothing was saved; try again.',
    columns: {
      id: 'Run',
      action: 'Action',
      version: 'Version',
      status: 'Status',
      trigger: 'Started by',
      question: 'Question',
      parameters: 'Parameters',
      started_at: 'Started (UTC)',
      finished_at: 'Finished (UTC)',
      duration_ms: 'Duration (ms)',
      error_code: 'Error',
      error_message: 'Error message',
    },
  },
  chart: {
    title: (days: number, isDefault: boolean) =>
      isDefault ? `Last ${days} days` : days === 1 ? '1 day' : `${days} days`,
    asTable: 'Show as table',
    asChart: 'Show as chart',
    none: 'No run has started in this time.',
    summary: (runs: number, succeeded: number) =>
      runs === 1
        ? succeeded === 1
          ? '1 run, which succeeded.'
          : '1 run.'
        : `${runs.toLocaleString('en')} runs, ${succeeded.toLocaleString('en')} of them succeeded.`,
    alternative: (summary: string) => `Bar chart of runs by day and outcome. ${summary}`,
    outcome: {
      succeeded: 'Succeeded',
      failed: 'Failed',
      stopped: 'Stopped',
      open: 'Under way',
    },
    failedHint: 'failed, timed out, interrupted',
    stoppedHint: 'cancelled, rejected',
    when: 'When',
    all: 'All',
    caption: 'Runs by when they started and how they stand now',
    latency: {
      title: 'How long runs took',
      p50: 'Half of them at most',
      p90: '9 of 10 at most',
      p99: '99 of 100 at most',
      of: (count: number) =>
        count === 1
          ? 'Of the 1 run that has ended; waiting for approval counts.'
          : `Of the latest ${count.toLocaleString('en')} that have ended; waiting for approval counts.`,
      none: 'none yet',
    },
  },
}
