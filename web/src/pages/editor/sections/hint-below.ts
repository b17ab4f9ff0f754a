import type { InputWrapperProps } from '@mantine/core'

/** Fields side by side stand in one line, whichever of them have a hint. */
export const HINT_BELOW: InputWrapperProps['inputWrapperOrder'] = ['label', 'input', 'description', 'error']
