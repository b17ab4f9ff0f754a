const ESCAPED = /&lt;&lt;([A-Z][A-Z0-9_]*)&gt;&gt;/g

/** `<<EMAIL>>` in a code span, so that it shows as it is. */
export const showLabels = (markdown: string): string => markdown.replace(ESCAPED, '`<<$1>>`')
