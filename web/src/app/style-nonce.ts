import { setNonce } from 'get-nonce'

/** What styles that our scripts add must carry: the page's policy refuses all others. */
export const styleNonce: string =
  document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? ''

// What dialogs use to keep the page behind them from scrolling.
setNonce(styleNonce)
