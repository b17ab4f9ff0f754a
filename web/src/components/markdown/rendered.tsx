import { Anchor, Table } from '@mantine/core'
import { memo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { texts } from '../../texts/en/index.ts'
import { CodeBlock } from '../code-block.tsx'
import { safeUrl } from './safe-url.ts'
import './markdown.css'

/**
 * Text that somebody else wrote, such as a model. What it says is shown; it can't run, load or restyle anything: HTML
 * in it is text, links lead to web pages and addresses only, and pictures are links.
 */
export default memo(function Rendered({ children }: { children: string }) {
  return (
    <div className="markdown" dir="auto">
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} urlTransform={safeUrl}>
        {children}
      </ReactMarkdown>
    </div>
  )
})

const PLUGINS = [remarkGfm]
const COMPONENTS: Components = {
  a: ({ href, children }) => (href ? <OutLink href={href}>{children}</OutLink> : <span>{children}</span>),
  img: ({ src, alt }) => {
    const name = texts.chat.picture(alt || texts.chat.unnamedPicture)
    return typeof src === 'string' && src ? <OutLink href={src}>{name}</OutLink> : <span>{name}</span>
  },
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    <Table.ScrollContainer minWidth={0} type="native" tabIndex={0}>
      <Table withTableBorder>{children}</Table>
    </Table.ScrollContainer>
  ),
  thead: ({ children }) => <Table.Thead>{children}</Table.Thead>,
  tbody: ({ children }) => <Table.Tbody>{children}</Table.Tbody>,
  tr: ({ children }) => <Table.Tr>{children}</Table.Tr>,
  // All the style there is: how a column is aligned.
  th: ({ children, style }) => (
    <Table.Th scope="col" style={style}>
      {children}
    </Table.Th>
  ),
  td: ({ children, style }) => <Table.Td style={style}>{children}</Table.Td>,
  // The page has a heading; an answer's own stand below it.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h3>{children}</h3>,
  h4: ({ children }) => <h4>{children}</h4>,
  h5: ({ children }) => <h4>{children}</h4>,
  h6: ({ children }) => <h4>{children}</h4>,
  // Of a task list: nothing to be ticked here.
  input: ({ checked }) => <span>{checked ? '☑ ' : '☐ '}</span>,
}

function OutLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer nofollow" title={href} underline="always">
      {children}
    </Anchor>
  )
}
