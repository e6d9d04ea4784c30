/** The sample of a line in a legend: its colour from the theme, and its dashes. */
import { dashes } from '../../trainer/protocol/panel-lines.ts';

const SVG = 'http://www.w3.org/2000/svg';

export function swatch(style: number): SVGSVGElement {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('class', `swatch line-${style % dashes.length}`);
  picture.setAttribute('viewBox', '0 0 20 8');
  picture.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', 'M0 4h20');
  line.setAttribute('stroke-dasharray', (dashes[style % dashes.length] ?? []).join(' '));
  picture.append(line);
  return picture;
}
