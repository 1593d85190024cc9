// What a screen reader is told, and what weak eyes can see, asked of the browser itself.

const CONTROLS = new Set(['button', 'textbox', 'searchbox', 'combobox', 'checkbox', 'meter', 'link', 'region', 'spinbutton', 'DisclosureTriangle']);

/** Controls that the browser's accessibility tree shows without a name. */
export async function namelessControls(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const controls = nodes.filter((node) => !node.ignored && CONTROLS.has(node.role?.value));
  return { count: controls.length, nameless: controls.filter((node) => !node.name?.value?.trim()).map((node) => node.role.value) };
}

/** Faults of the markup: ids used twice, references to nothing, headings. */
export function structureFaults(page) {
  return page.evaluate(() => {
    const faults = [];
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    faults.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `id ${id} twice`));
    for (const attribute of ['aria-labelledby', 'aria-describedby', 'for', 'list']) {
      for (const element of document.querySelectorAll(`[${attribute}]`)) {
        for (const id of element.getAttribute(attribute).split(/\s+/)) {
          if (!document.getElementById(id)) {
            faults.push(`${attribute} ${id} is not there`);
          }
        }
      }
    }

    if (document.querySelectorAll('h1').length !== 1 || !document.documentElement.lang || !document.title) {
      faults.push('no single h1, no language or no title');
    }

    return faults;
  });
}

/** Texts whose contrast is below WCAG's AA: 4.5, or 3 for large ones. Disabled controls are exempt. */
export function faintTexts(page) {
  return page.evaluate(() => {
    // The canvas resolves any colour syntax to the bytes on the screen.
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
    const rgba = (colour) => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([r, g, b]) =>
      [r, g, b].map((value) => value / 255).map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
        .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = rgba(getComputedStyle(at).backgroundColor);
        if (colour[3] === 255) {
          return colour;
        }
      }

      return [255, 255, 255, 255];
    };

    const faint = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest(':disabled, .unseen, .skip, option, script')) {
        continue;
      }

      const style = getComputedStyle(element);
      const [a, b] = [luminance(rgba(style.color)), luminance(behind(element))].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) {
        faint.push(`${texts.currentNode.data.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
      }
    }

    return faint;
  });
}

/** Whether the element with the focus shows it. */
export function focusIsVisible(page) {
  return page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    return document.activeElement !== document.body && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
}
