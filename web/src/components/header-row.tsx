import { Table, VisuallyHidden } from '@mantine/core'

interface Column {
  name: string
  /** From which width on it is shown. Default: always. */
  from?: 'sm' | 'md' | 'lg'
  /** Of figures. */
  isNumber?: boolean
  /** Its name is for screen readers: of a column of buttons. */
  isHidden?: boolean
}

interface HeaderRowProps {
  /** A name alone is a column that is always shown. */
  columns: (Column | string)[]
}

/** The names of a table's columns. */
export function HeaderRow({ columns }: HeaderRowProps) {
  return (
    <Table.Thead>
      <Table.Tr>
        {columns
          .map((column) => (typeof column === 'string' ? { name: column } : column))
          .map(({ name, from, isNumber, isHidden }: Column) => (
            <Table.Th key={name} scope="col" visibleFrom={from} ta={isNumber ? 'end' : undefined}>
              {isHidden ? <VisuallyHidden>{name}</VisuallyHidden> : name}
            </Table.Th>
          ))}
      </Table.Tr>
    </Table.Thead>
  )
}
