import { ActionIcon, AppShell, Burger, Group, NavLink, Text, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconBolt,
  IconHistory,
  IconKey,
  IconListCheck,
  IconLock,
  IconLogout,
  IconMessage,
  IconMoonStars,
  IconRobot,
  IconSettings,
  IconSun,
} from '@tabler/icons-react'
import { Suspense, useEffect } from 'react'
import { Link, Outlet, NavLink as RouterLink, useLocation } from 'react-router'
import { useMe, useSignOut } from '../api/me.ts'
import { Missing } from '../components/missing.tsx'
import { texts } from '../texts/en/index.ts'
import { GuruSwitcher } from './guru-switcher.tsx'
import { rememberGuru } from './last-guru.ts'
import { Loading } from './loading.tsx'
import { paths } from './paths.ts'
import { useGuru } from './use-guru.ts'
import { useIsGuru } from './use-is-guru.ts'

/** What surrounds each page of a guru: where one is, where one can go, and the way out. */
export function GuruShell() {
  const guru = useGuru()
  const isGuru = useIsGuru(guru)
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu covers the page that was chosen from it
  useEffect(close, [pathname])
  useEffect(() => {
    if (isGuru) rememberGuru(guru)
  }, [guru, isGuru])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a className="skip-link" href="#main">
        {texts.common.skipToContent}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={texts.common.menu}
              aria-expanded={isOpen}
            />
            <Link to={paths.home} className="brand" aria-label={texts.common.product}>
              <IconBolt size={22} aria-hidden />
              <span className="wide-only">Errand</span>
            </Link>
            <GuruSwitcher current={guru} />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ColorSchemeButton />
            <SignOutButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={texts.common.pages}>
        {isGuru !== false && <Pages guru={guru} />}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          {isGuru === false ? <Missing {...texts.common.noGuru} to={paths.home} /> : <Outlet key={guru} />}
        </Suspense>
      </AppShell.Main>
    </AppShell>
  )
}

function Pages({ guru }: { guru: string }) {
  const { role } = useMe()
  const { nav } = texts.common
  const managing = role !== 'chat'
  const pages = [
    ...(managing ? [{ to: paths.actions(guru), label: nav.actions, Icon: IconRobot }] : []),
    { to: paths.chat(guru), label: nav.chat, Icon: IconMessage },
    ...(managing
      ? [
          { to: paths.runs(guru), label: nav.runs, Icon: IconHistory },
          { to: paths.secrets(guru), label: nav.secrets, Icon: IconLock },
        ]
      : []),
    ...(role === 'admin' ? [{ to: paths.keys(guru), label: nav.keys, Icon: IconKey }] : []),
    ...(managing
      ? [
          { to: paths.audit(guru), label: nav.audit, Icon: IconListCheck },
          { to: paths.settings(guru), label: nav.settings, Icon: IconSettings },
        ]
      : []),
  ]
  return pages.map(({ to, label, Icon }) => (
    <RouterLink key={to} to={to} className="nav-link">
      {({ isActive }) => (
        <NavLink
          component="span"
          active={isActive}
          label={label}
          leftSection={<Icon size={18} aria-hidden />}
        />
      )}
    </RouterLink>
  ))
}

function ColorSchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const isDark =
    colorScheme === 'dark' || (colorScheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={isDark ? texts.common.useLight : texts.common.useDark}
      title={isDark ? texts.common.useLight : texts.common.useDark}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={18} aria-hidden /> : <IconMoonStars size={18} aria-hidden />}
    </ActionIcon>
  )
}

function leave(): void {
  sessionStorage.clear()
  location.assign(paths.signIn)
}

function SignOutButton() {
  const { label } = useMe()
  const signOut = useSignOut()
  return (
    <>
      <Text size="sm" c="dimmed" className="wide-only" title={texts.common.signedInAs}>
        {label}
      </Text>
      <ActionIcon
        variant="default"
        size="lg"
        loading={signOut.isPending}
        aria-label={texts.common.signOut}
        title={texts.common.signOut}
        // All that is kept of the old session goes with the page.
        onClick={() => signOut.mutate(undefined, { onSuccess: leave })}
      >
        <IconLogout size={18} aria-hidden />
      </ActionIcon>
    </>
  )
}
