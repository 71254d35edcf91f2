"""Text that is hard to read, as the browser paints it."""

from playwright.sync_api import Page

FAINT = """
least => {
  const numbers = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => {
    const [r, g, b] = numbers(color).slice(0, 3).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((numbers(color)[3] ?? 1) > 0) return color;
    }
    return getComputedStyle(document.documentElement).colorScheme.includes('dark')
      ? 'rgb(18, 18, 18)' : 'rgb(255, 255, 255)';
  };
  const ratio = element => {
    const [low, high] = [light(getComputedStyle(element).color), light(ground(element))].sort();
    return (high + 0.05) / (low + 0.05);
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (words.nextNode()) {
    const { data, parentElement } = words.currentNode;
    if (data.trim() && parentElement.checkVisibility() && ratio(parentElement) < least)
      found.push(data.trim());
  }
  return found;
}
"""


def faint(page: Page, least: float = 4.5) -> list[str]:
    """Return the visible texts with less contrast to what they stand on than WCAG AA wants."""
    return page.evaluate(FAINT, least)
