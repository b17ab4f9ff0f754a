/** Fields for the values of parameters. */
export const values = {
  none: 'Not given',
  yes: 'Yes',
  no: 'No',
  notNumber: 'Enter a number, such as 12 or 2.5.',
  tooManyDigits:
    'This has more digits than a number can keep exactly. A parameter of type Text keeps them all.',
}
