import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The dashboard's files, served by the API as they are. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    target: 'es2023',
    // Those that know light-dark(): what it would be replaced by does not follow the colours that one has chosen.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // What a page's policy allows are files of ours: nothing is put into the document instead.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What most pages share comes in one file: dozens of small ones take longer than they weigh.
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 3 }] },
      },
    },
  },
})
