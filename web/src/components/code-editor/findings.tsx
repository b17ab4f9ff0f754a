import { Anchor, List } from '@mantine/core'
import { texts } from '../../texts/en/index.ts'
import type { CodeProblem } from './code-problems.ts'

interface FindingsProps {
  problems: CodeProblem[]
  /** There is no line to name. */
  oneLine: boolean
  onChoose: (line: number) => void
}

/** What the editor underlines, once more in words: for those who don't see it, or don't use a mouse. */
export function Findings({ problems, oneLine, onChoose }: FindingsProps) {
  return (
    <div role="status">
      {problems.length > 0 && (
        <List size="sm" mt={4} listStyleType="none" aria-label={texts.codeEditor.problems}>
          {problems.map(({ line, message }) => (
            <List.Item key={`${line} ${message}`} c="var(--mantine-color-error)">
              {!oneLine && (
                <>
                  <Anchor
                    component="button"
                    type="button"
                    size="sm"
                    c="inherit"
                    underline="always"
                    title={texts.codeEditor.goToLine(line)}
                    onClick={() => onChoose(line)}
                  >
                    {texts.codeEditor.line(line)}
                  </Anchor>
                  {': '}
                </>
              )}
              {message}
            </List.Item>
          ))}
        </List>
      )}
    </div>
  )
}
