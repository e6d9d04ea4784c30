/**
 * The icon as geometry: a tick between the two brackets of a piece of code, on a rounded square. Every shape is given by
 * its distance from a point, so edges are as smooth as the pixels allow.
 */

export const ICON_SIZE = 128;

type Point = readonly [x: number, y: number];
type Colour = readonly [red: number, green: number, blue: number];
/** Distance of a point from a shape's edge; negative inside. */
type Shape = (point: Point) => number;

const top: Colour = [23, 49, 64];
const bottom: Colour = [13, 27, 36];

const layers: readonly { readonly shape: Shape; readonly colour: Colour }[] = [
  {
    shape: stroke(
      [
        [44, 38],
        [20, 64],
        [44, 90],
      ],
      5,
    ),
    colour: [126, 171, 191],
  },
  {
    shape: stroke(
      [
        [84, 38],
        [108, 64],
        [84, 90],
      ],
      5,
    ),
    colour: [126, 171, 191],
  },
  {
    shape: stroke(
      [
        [50, 66],
        [60, 77],
        [79, 50],
      ],
      6.5,
    ),
    colour: [94, 214, 160],
  },
];

/** Four bytes a pixel, row by row. */
export function iconPixels(): Uint8Array {
  const pixels = new Uint8Array(4 * ICON_SIZE * ICON_SIZE);
  for (let y = 0; y < ICON_SIZE; y += 1) {
    for (let x = 0; x < ICON_SIZE; x += 1) {
      const point: Point = [x + 0.5, y + 0.5];
      const ground = mix(top, bottom, y / (ICON_SIZE - 1));
      const colour = layers.reduce(
        (under, layer) => mix(under, layer.colour, cover(layer.shape(point))),
        ground,
      );
      pixels.set(
        [...colour.map(Math.round), Math.round(255 * cover(roundedSquare(point)))],
        4 * (y * ICON_SIZE + x),
      );
    }
  }
  return pixels;
}

/** How much of a pixel at this distance from an edge lies inside. */
const cover = (distance: number): number => Math.min(1, Math.max(0, 0.5 - distance));

const mix = (under: Colour, over: Colour, share: number): Colour => [
  under[0] + (over[0] - under[0]) * share,
  under[1] + (over[1] - under[1]) * share,
  under[2] + (over[2] - under[2]) * share,
];

/** The whole icon but for its corners, whose radius is 28. */
function roundedSquare([x, y]: Point): number {
  const half = ICON_SIZE / 2;
  const radius = 28;
  const [dx, dy] = [Math.abs(x - half) - half + radius, Math.abs(y - half) - half + radius];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

/** A line through points, with round ends and corners. */
function stroke(points: readonly Point[], radius: number): Shape {
  const segments = points.slice(1).map((end, index) => [points[index] ?? end, end] as const);
  return (point) => Math.min(...segments.map(([from, to]) => fromSegment(point, from, to))) - radius;
}

function fromSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
