/** The sample of a line in a legend: its colour from the theme, and its dashes. */
import { dashes } from '../../trainer/protocol/panel-lines.ts';

const SVG = 'http://www.w3.org/2000/svg';

export const swatch = (style: number): SVGSVGElement =>
  picture(`swatch line-${style % dashes.length}`, dashes[style % dashes.length] ?? []);

/** Of the dotted levels from which lines start. */
export const levelSwatch = (): SVGSVGElement => picture('swatch line-level', LEVEL_DASHES);

/** As `plot.ts` draws the levels. */
export const LEVEL_DASHES: readonly number[] = [1, 5];

function picture(name: string, dash: readonly number[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', name);
  svg.setAttribute('viewBox', '0 0 20 8');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', 'M0 4h20');
  line.setAttribute('stroke-dasharray', dash.join(' '));
  svg.append(line);
  return svg;
}
