import { Button, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useMatch } from '../../../api/match.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { Section } from '../sections/section.tsx'
import { MatchVerdict } from './match-verdict.tsx'

const t = texts.editor.question

interface QuestionBoxProps {
  /** Null while the action was never saved. */
  id: string | null
  isDirty: boolean
}

/** Tells whether a question would get to this action. */
export function QuestionBox({ id, isDirty }: QuestionBoxProps) {
  const [question, setQuestion] = useState('')
  const match = useMatch(useGuru())
  const ask = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    if (question.trim() && !match.isPending) match.mutate(question)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is put together, as in Japanese, Enter is part of that.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) ask(event)
  }
  return (
    <Section title={t.title}>
      {id === null ? (
        <Text c="dimmed">{t.notSaved}</Text>
      ) : (
        <>
          {isDirty && <Text size="sm">{t.unsaved}</Text>}
          <form onSubmit={ask}>
            <Stack gap="sm">
              <Textarea
                label={t.label}
                description={t.hint}
                placeholder={t.example}
                autosize
                minRows={1}
                value={question}
                onChange={({ currentTarget }) => setQuestion(currentTarget.value)}
                onKeyDown={onKeyDown}
              />
              <Button type="submit" variant="default" loading={match.isPending} w="fit-content">
                {t.ask}
              </Button>
            </Stack>
          </form>
          <ProblemAlert error={match.error} />
          <div role="status">{match.data && <MatchVerdict match={match.data} id={id} />}</div>
        </>
      )}
    </Section>
  )
}
