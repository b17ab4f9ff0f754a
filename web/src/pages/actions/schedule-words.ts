// Loaded when there is a schedule to tell of.
export { scheduleWords } from '../../../../domain/schedule-words.ts'
