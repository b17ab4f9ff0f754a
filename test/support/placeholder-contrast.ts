/** The least contrast of text by WCAG 2.2, success criterion 1.4.3, level AA. */
const AA = 4.5

/**
 * Evaluated in a page: the placeholders whose contrast with their field is too little, each with what it is. axe-core
 * does not look at them.
 */
export const FAINT_PLACEHOLDERS = `(() => {
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const rgb = (color) => {
    pixel.clearRect(0, 0, 1, 1)
    pixel.fillStyle = color
    pixel.fillRect(0, 0, 1, 1)
    return [...pixel.getImageData(0, 0, 1, 1).data]
  }
  const luminance = (color) => {
    const [r, g, b] = rgb(color).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at)
      if (rgb(backgroundColor)[3] === 255) return backgroundColor
    }
    return 'white'
  }
  return [...document.querySelectorAll('[placeholder]:not([placeholder=""])')]
    .filter((field) => field.checkVisibility() && !field.disabled)
    .map((field) => {
      const [light, dark] = [getComputedStyle(field, '::placeholder').color, behind(field)].map(luminance)
        .sort((a, b) => b - a)
      return { text: field.placeholder, contrast: (light + 0.05) / (dark + 0.05) }
    })
    .filter(({ contrast }) => contrast < ${AA})
    .map(({ text, contrast }) => text + ': ' + contrast.toFixed(2))
})()`
