import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

const NEAR_PX = 40

/**
 * Keeps the end of a growing page in view, until somebody scrolls up; and again once they are back at the end.
 * @returns whether the end is in view, and how to get there
 */
export function useFollowEnd(content: RefObject<HTMLElement | null>) {
  const [isAtEnd, setAtEnd] = useState(true)
  const follows = useRef(true)
  const toEnd = useCallback(() => {
    follows.current = true
    window.scrollTo({ top: document.documentElement.scrollHeight })
  }, [])

  useEffect(() => {
    let lastTop = window.scrollY
    const look = () => {
      const { scrollHeight } = document.documentElement
      const near = scrollHeight - window.scrollY - window.innerHeight <= NEAR_PX
      // A page that grows does not scroll up; people do.
      if (near) follows.current = true
      else if (window.scrollY < lastTop) follows.current = false
      lastTop = window.scrollY
      setAtEnd(near || follows.current)
    }
    const observer = new ResizeObserver(() => {
      if (follows.current) toEnd()
      look()
    })
    if (content.current) observer.observe(content.current)
    window.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      window.removeEventListener('scroll', look)
    }
  }, [content, toEnd])

  return { isAtEnd, toEnd }
}
