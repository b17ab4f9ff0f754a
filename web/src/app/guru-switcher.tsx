import { Button, Menu, Text } from '@mantine/core'
import { IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useGurus } from '../api/gurus.ts'
import { useMe } from '../api/me.ts'
import { texts } from '../texts/en/index.ts'
import { paths } from './paths.ts'

/** Names the guru that the page is about; an admin can go on to another one. */
export function GuruSwitcher({ current }: { current: string }) {
  const { role } = useMe()
  const { data: gurus = [] } = useGurus()
  const name = gurus.find(({ slug }) => slug === current)?.name ?? current
  if (role !== 'admin') return <Text fw={600}>{name}</Text>
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />} maw="45vw">
          <Text truncate span>
            {name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" style={{ overflow: 'auto' }}>
        <Menu.Label>{texts.common.gurus}</Menu.Label>
        {gurus.map(({ slug, name: other }) => (
          <Menu.Item
            key={slug}
            component={Link}
            to={paths.actions(slug)}
            leftSection={<IconCheck size={16} aria-hidden opacity={slug === current ? 1 : 0} />}
            aria-current={slug === current ? 'page' : undefined}
          >
            {other}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to={paths.newGuru} leftSection={<IconPlus size={16} aria-hidden />}>
          {texts.common.newGuru}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
