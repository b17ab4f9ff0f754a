import { Stepper } from '@mantine/core'
import { useState } from 'react'
import type { Secret } from '../../../api/secrets.ts'
import type { Template } from '../../../api/templates.ts'
import { texts } from '../../../texts/en/index.ts'
import { SaveStep } from './save-step.tsx'
import { SecretsStep } from './secrets-step.tsx'
import { TestStep } from './test-step.tsx'

interface StartStepsProps {
  template: Template
  secrets: Secret[]
}

/** The steps, one after another; those that are done can be gone back to, and have what was filled in. */
export function StartSteps({ template, secrets }: StartStepsProps) {
  const [step, setStep] = useState(0)
  const { steps } = texts.start
  const next = () => setStep(step + 1)
  const back = () => setStep(step - 1)
  return (
    <Stepper active={step} onStepClick={setStep} allowNextStepsSelect={false} size="sm" keepMounted>
      <Stepper.Step label={steps.secrets}>
        <SecretsStep template={template} secrets={secrets} next={next} />
      </Stepper.Step>
      <Stepper.Step label={steps.test}>
        <TestStep template={template} next={next} back={back} />
      </Stepper.Step>
      <Stepper.Step label={steps.save}>
        <SaveStep template={template} back={back} />
      </Stepper.Step>
    </Stepper>
  )
}
