// Runs before the first paint, as a file because the page allows no inline script: light or dark as chosen here, else as the system says.
try {
  var chosen = localStorage.getItem('cuxi.scheme')
  var isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
  if (/^en(-|$)/i.test(localStorage.getItem('cuxi.locale') || navigator.language))
    document.documentElement.lang = 'en'
} catch {
  // Storage may be forbidden: the page then follows the style sheet's light colours.
}
