import { DataList } from '@mantine/core'
import type { ReactNode } from 'react'

/** A name and its value in a `DataList`. */
export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <DataList.Item>
    <DataList.ItemLabel>{label}</DataList.ItemLabel>
    <DataList.ItemValue>{children}</DataList.ItemValue>
  </DataList.Item>
)
