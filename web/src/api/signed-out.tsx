import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { QueryClient } from '@tanstack/react-query'
import { texts } from '../texts/en/index.ts'
import { me } from './me-query.ts'

const SIGN_IN = '/sign-in'
const NOTICE = 'signed-out'
let isTold = false

/**
 * Goes to the sign-in page, and back here afterwards. From a page that is shown already nobody is taken away, since what
 * was typed would be lost: a notice leads to the sign-in page in another tab, and this one goes on after that.
 */
export function signedOut(queries: QueryClient): void {
  if (location.pathname === SIGN_IN) return
  const here = `${location.pathname}${location.search}`
  const address = `${SIGN_IN}?${new URLSearchParams({ next: here })}`
  if (queries.getQueryData(me.queryKey) === undefined) {
    location.assign(address)
    return
  }
  // Asked again as soon as somebody comes back to this tab.
  void queries.invalidateQueries({ queryKey: me.queryKey, refetchType: 'none' })
  isTold = true
  notifications.show({
    id: NOTICE,
    color: 'red',
    autoClose: false,
    title: texts.common.signedOut.title,
    message: (
      <>
        {texts.common.signedOut.text}{' '}
        <Anchor href={address} target="_blank" underline="always" inherit>
          {texts.common.signedOut.link}
        </Anchor>
      </>
    ),
    closeButtonProps: { 'aria-label': texts.common.close },
  })
}

/** Takes the notice away: something was answered again. */
export function signedInAgain(): void {
  if (!isTold) return
  isTold = false
  notifications.hide(NOTICE)
}
