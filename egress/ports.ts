/** Public ports of protocols that an HTTP request or a TLS stream could be made to speak, above all to send mail. */
const OTHER_PROTOCOLS = new Map([
  [21, 'FTP'],
  [22, 'SSH'],
  [23, 'Telnet'],
  [25, 'SMTP'],
  [110, 'POP3'],
  [143, 'IMAP'],
  [465, 'SMTP'],
  [587, 'SMTP'],
  [993, 'IMAP'],
  [995, 'POP3'],
])

/** What a port is kept for, such as `port 25 (SMTP)`, or null where HTTP may be spoken there. */
export function portProblem(port: number): string | null {
  const protocol = OTHER_PROTOCOLS.get(port)
  return protocol ? `port ${port} (${protocol})` : null
}
