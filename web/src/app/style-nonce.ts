/** What styles that our scripts add must carry: the page's policy refuses all others. */
export const styleNonce: string =
  document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? ''
